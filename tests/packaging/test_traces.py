from linux import traces

ALLOWED = (r"^/tmp/\.X11-unix/X\d+$",)


def test_only_the_display_may_be_spoken_to():
    lines = [
        "7 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3",
        '7 connect(3</x>, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X99"}, 21) = 0',
        '7 connect(3, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
    ]
    assert traces.foreign_sockets(lines, ALLOWED) == []


def test_internet_sockets_and_unknown_places_are_found():
    lines = [
        "7 socket(AF_INET6, SOCK_DGRAM, IPPROTO_IP) = 3",
        "7 socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3",
        '7 connect(3, {sa_family=AF_UNIX, sun_path="/run/cups/cups.sock"}, 110) = 0',
        "7 connect(3, {sa_family=AF_INET, sin_port=htons(631)}, 16) = 0",
    ]
    assert traces.foreign_sockets(lines, ALLOWED) == [
        "a socket of AF_INET6",
        "a socket of AF_NETLINK",
        "AF_UNIX to /run/cups/cups.sock",
        "AF_INET to ",
    ]


def test_writes_are_found_wherever_they_lead():
    lines = [
        '7 openat(AT_FDCWD</srv/x>, "/usr/lib/x.so", O_RDONLY|O_CLOEXEC) = 3</usr/lib/x.so>',
        '7 openat(AT_FDCWD</srv/x>, "profile/a.txt", O_WRONLY|O_CREAT, 0666) = 3</srv/x/profile/a.txt>',
        '7 openat(AT_FDCWD</srv/x>, "../outside", O_WRONLY|O_CREAT, 0666) = 3</srv/outside>',
        '7 openat(AT_FDCWD</>, "/dev/null", O_RDWR) = 3</dev/null>',
        '7 mkdir("/srv/x/profiles", 0777) = 0',
        '7 mkdir("/srv/x/elsewhere", 0777) = -1 EEXIST (File exists)',
        '7 rename("/srv/x/profile/a", "/srv/x/b") = 0',
        '7 symlink("/etc/target", "/srv/x/profile/link") = 0',
        '7 symlinkat("inside", 5</srv/x/other>, "link") = 0',
        '7 unlinkat(5</srv/x/profile>, "c", 0) = 0',
    ]
    assert traces.foreign_writes(lines, ["/srv/x/profile"]) == [
        "/srv/outside",
        "/srv/x/profiles",
        "/srv/x/b",
        "/srv/x/other/link",
    ]
