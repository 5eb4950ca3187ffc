"""Everyday words: rightly spelt, so that one a library does not hold is not taken for a slip of one that it does.

Without them "flat" is read as "flag", "appeal" as "appear" and "race" as "rape". Dictionary forms of four letters and
more; shorter words are never corrected.
"""

from collections.abc import Iterator


def is_everyday(word: str) -> bool:
    """Whether `word`, folded, is an everyday word or a regular form of one."""
    return any(base in _WORDS for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    """`word`, and what it may be a form of. Not by stems: there are too many words to stem at the first slip."""
    yield word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            base = word.removesuffix(ending)
            yield base + instead
            if ending in _DOUBLING and base[-1:] == base[-2:-1]:
                yield base[:-1]


_ENDINGS = (
    ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e"),
    ("ly", ""), ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"),
)  # fmt: skip
_DOUBLING = frozenset({"ed", "ing", "er", "ers"})

_WORDS = frozenset(
    """
    ability able absence absolute accept accident according account accurate ache achieve action active actual
    address admit adopt adult advance advantage advert affect afford afraid afternoon ahead alarm alcohol alert
    alive allege allow almost alone along already alternative although always ambulance among amount anger angle
    animal ankle announce annoy anonymous another answer anxiety anxious anyone anything anyway apart apologise
    appeal appear apple apply appoint approach appropriate approve approximate area argue arrange arrive article
    aside asleep assault asset assist assume attach attack attempt attend attention attitude attract aunt author
    autism autistic available average avoid awake aware away awful baby back background backward badly balance
    bang bank bare barrier basic bath beach bear beast beat beautiful become bedroom beer begin behave behind
    belief belong belt bench benefit beside best better beyond bike bill birth birthday bite bitter blade blame
    blanket bleed blind block blood blow boat body boil bomb bone book boot border bored borrow boss bother
    bottle bottom bowl boyfriend brain branch brave break breakfast breast breath breathe bribe bride bridge
    brief bright bring broad broken brother bruise brush build bully burden burglar burn business busy butter
    button cable cage cake calendar calm camera cancel cancer candle cannabis capture care careful careless
    carpet carry cash catch cause ceiling central certain chain chair challenge chance change channel chaos
    character charity chase chat cheap cheat check cheek chest chew chief chocolate choice choke choose church
    cigarette cinema circle circumstance citizen city civil claim class clean clear clever client cliff climb
    clinic clock close cloth clothes clothing club coach coat cocaine coerce coercion coffee coin cold collapse
    collar collect college colour comfort command comment commission commit common communicate community company
    compare compete complain complaint complete complex complicate computer concern conclude condition confess
    confident confirm conflict confuse connect conscious consider constable constant contact contain content
    contest continue contract contrast control convenient convert cook cooker cool cooperate cope copy corner
    correct corridor cost couch cough count country couple courage course cousin cover crack cradle crash crawl
    crazy create credit crew crisis crowd cruel crush culture cupboard cure curious current curtain cushion
    custom customer cycle damage damp dance danger dark date daughter dead deaf deal dealer dear death debt
    decade decide declare deep defend degree delay delete deliberate deliver demand dentist deny depend deport
    depress depression deprive describe desert deserve design desk despair desperate destroy detail detect
    detective determine devastate diabetes diet differ difficult dinner dirt dirty disagree disappear disappoint
    disaster discharge discover discuss disease disgust dish dismiss display distance distract distress
    distribute divide divorce dizzy doctor door double doubt downstairs drag draw drawer dread dream dress drift
    drink drive driver drop drown drug drunk duck dull dump dust early earn earth ease east easy edge educate
    effect effort elbow elder elect electric else elsewhere email embarrass emergency emotion employ empty
    encounter encourage enemy energy engage enjoy enormous enough ensure enter entire entrance equal error
    escape especially essential establish estate evening event eventually ever every everyone everything
    everywhere evil exact exam example excellent except exchange excite excuse exercise exhaust exit expect
    expel expensive experience expert explain explode explore expose express extend extent extra extreme face
    facebook fact factory faint fair faith fake fall false fame familiar family famous fancy farm fashion fast
    fasten father fault favour favourite fear feature feed feel fence festival fetch fever field fight figure
    fill film filthy final find fine finger finish fire firearm fireman firm fist flame flash flat flavour flee
    flesh flexible flight float flood floor flow flower focus follow food foot football force foreign forest
    forever forget forgive fork form formal former forward foster fracture fragile frame free freedom freeze
    frequent fresh fridge friend fright frighten front frustrate full funeral funny furious furniture future
    gain gamble game garage garden gate gather general generous gentle genuine gift girlfriend give glad glass
    glove glue goal gold gone good goods gossip govern grab grandad grandfather grandma grandmother grandparent
    grass grateful grave great greed greet grief grip ground grow grudge guard guess guest guilt guilty habit
    hair half hall hammer hand handcuff handle hang happen happy harass hard hardly harm hate head headache
    health hear heart heat heavy height help hence heroin hide high hint hire hobby hold hole holiday home
    homeless homework honest hood hope horrible horror hospital hostel hotel hour house huge human hunger hungry
    hunt hurry hurt husband ideal identify ignore illegal illness imagine immediate immigrant impact important
    impossible impress improve inch include income increase independent indicate individual infect influence
    inform initial injection injure inner innocent insert inside insist inspire install instance instead insult
    insure intend intense interest interfere interpret interpreter interrupt introduce invade invent invest
    invite involve iron island issue item jacket jail jealous jewel join joke journey judge jump junior jury
    justify keen keep kettle kick kidnap kill kind kiss kitchen knee knife knock know label labour lack lady
    lamp land landlord language laptop large last late later laugh launder lazy lead leaf leak lean learn least
    leather leave left legal lend length less lesson letter liar liberty library licence life lift light like
    limit line link list listen literal litter little live lively load loan lock logic lonely long look loose
    lose loss lost loud lounge love lover lower loyal luck lucky lunch lung machine magazine magic mail main
    maintain major make male manage manager manner march mark market marriage marry massage master match mate
    material matter mattress maximum maybe meal mean meaning measure meat medical medicine medium meet meeting
    melt member memory mend mental mention mercy mere mess message metal middle midnight mild milk mind minimum
    minor minute miracle mirror miserable miss mistake misuse mobile mock model modern moment monday money
    monitor mood moon moral morning mosque mother motion motive motor mountain mouth move movie much muddy
    mugging murder muscle museum music nail naked name nanny nappy narrow nasty nation native nature naughty
    near nearby nearly neat necessary neck need needle negative neighbour nephew nerve nervous never newborn
    newspaper next nice niece night nightmare nobody noise noisy none normal nose note nothing notice novel
    nowhere number nurse nursery nurture object observe obstruct obtain obvious occasion occur offend offensive
    offer office official often older onion open operate opinion opportunity oppose opposite option orange order
    ordinary organise origin otherwise outcome outside oven overcome overdose overnight owner oxygen pack
    package page pain paint pair pale panic paper parcel pardon parent park part particular partner party pass
    passenger passion passport past path patience patient pattern pause payment peace penalty pencil pension
    perfect perform perhaps period permanent permission permit persist person personal persuade phone phoned
    photo physical pick picture piece pillow pills pink pipe pitch place plain plan planet plant plastic plate
    play pleasant pleasure plenty pocket poem poison polite pool poor popular port position positive possess
    possible post posture potato pound pour poverty power practical praise pray precious predict prefer
    pregnancy pregnant prejudice prepare prescribe present preserve press pressure pretend pretty prevent
    previous price pride priest prime principal prior prison prisoner private prize probable problem proceed
    process produce product profession profit programme progress promise promote proof proper property propose
    prostitute proud prove provide provoke public pull pulse punch punish puppy pure purpose purse push qualify
    quality quantity quarrel quarter question queue quick quiet quit quite quote race racism racist radio
    railway rain raise random range rapid rare rate rather react read ready real realise reality really reason
    reasonable rebuild recall receipt receive recent reception reckless recognise recommend recover refer
    reflect refugee refund regard region regret regular reject relate relative relax release relevant relief
    religion rely remain remand remark remember remind remote remove rent repair repeat replace reply represent
    request require rescue research resent reserve resident resist respect respond rest restaurant restore
    restrain restrict result retain retire retirement retract return reveal revenge reverse reward rich ride
    ring rise river road roast robber robbery rock role roof room root rope rotten rough round route routine
    rubbish rude ruin rule rumour rural sack sacred safe said sail salary sale salt sand satisfy sauce save
    scald scale scandal scar scare scared scene scheme school science scissors score scratch scream screen
    search season seat second secret secretary section secure seed seem seize seldom select self selfish sell
    send senior sense sensitive sentence separate serious servant serve service settle seven several severe
    shadow shake shallow shape share sharp shed sheet shelf shelter shift ship shirt shock shoe shoot shop
    shoplift short shorts shot shoulder shout show shower shut sick sight sign signal silence silent silly
    silver similar simple since sing single sink sister site situation size skill skin skip skirt slap slave
    sleep slice slide slight slip slow small smart smash smell smile smoke smooth snake snapchat snow social
    society sock soft soil soldier solicit solid solve somebody someone something sometimes somewhere song soon
    sore sorry sort sound soup south space spare speak special speed spell spend spill spirit spit spite spoil
    spoon sport spot spread spring square stab stable stage stain stair stamp stand standard staple star stare
    start starve state station stay steady steal steam steel steep step stepfather stepmother stick stiff still
    stolen stomach stone stop store storm story straight strain strange stranger strangle stream street strength
    stress stretch strict strike string strip stroke strong struggle stubborn stuck student study stuff stupid
    style subject submit succeed success sudden suffer sugar suggest suicide suit suitable summer supper supply
    support suppose sure surface surgery surname surprise surrender surround survive suspend suspicious swallow
    swear sweat sweet swell swim swing switch symptom system table tablet tail take tale talent talk tall tank
    tape target taste tattoo taxi teach tear tease technical teenage television temper temperature tempt tenant
    tend tender tense term terrible terrify terror test text thank theatre theft therapy thick thief thin thing
    think thirst thirsty thorough though thought thousand thread threat threaten throat throughout throw thumb
    thunder thursday ticket tidy tight tiktok till time tiny tired title toast today toddler together toilet
    tomorrow tone tongue tonight tool tooth topic torch torture total touch tough tour toward towel tower town
    track trade tradition traffic trail train transfer translate translator transport trap travel treat tree
    tremble trend trial trick trigger trip trouble trousers truck true trust truth tuesday tunnel turn twice
    twin twist type typical tyre ugly umbrella unable uncle uncomfortable unconscious undress unfair unhappy
    uniform union unit unite university unknown unless unlikely unlock unpleasant unsafe untidy upper upset
    upstairs urge urgent urine useful useless user usual valid valley value vandal vanish vape variety various
    vary vast vegetable vehicle vessel vice victory video view village violence virus visible visit visitor
    vital vodka voice volume vomit vote voyage vulgar waist wait wake walk wall wallet want warm warn warrant
    wash waste watch water weak weapon wear weather wedding wednesday weed week weekend weep weigh weight
    welcome west whatever wheel whenever wherever whisper white whole wide widow wife wild wind window wine
    winter wipe wire wise wish wolf wonder wood wool word work world worry worse worship worst worth wound wrap
    wrist write wrong yard year yell yellow yesterday youth zone
    """.split()  # noqa: SIM905 - a list of words is read as prose
)
