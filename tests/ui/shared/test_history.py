"""Back and forward."""

from reader.ui.shared.history import MAX_PLACES, READER, SEARCH, History, Place


def test_back_and_forward_walk_the_places_visited():
    history = History(Place())
    history.visit(Place(READER, "a"))
    history.visit(Place(READER, "b"))
    assert history.can_go_back
    assert not history.can_go_forward
    assert history.back().key == "a"
    assert history.forward().key == "b"
    assert history.back().key == "a"
    assert history.back() == Place()
    assert history.back() == Place()


def test_a_new_place_forgets_what_lay_ahead():
    history = History(Place())
    history.visit(Place(READER, "a"))
    history.back()
    history.visit(Place(SEARCH, query="x"))
    assert not history.can_go_forward
    assert history.back() == Place()


def test_the_same_place_twice_is_one_stop_and_updates_replace():
    history = History(Place())
    history.visit(Place())
    assert not history.can_go_back
    history.visit(Place(SEARCH, query="x"))
    history.update(Place(SEARCH, query="xy"))
    assert history.current.query == "xy"
    assert history.back() == Place()


def test_the_line_of_places_is_bounded():
    history = History(Place())
    for number in range(MAX_PLACES * 2):
        history.visit(Place(READER, str(number)))
    steps = 0
    while history.can_go_back:
        history.back()
        steps += 1
    assert steps == MAX_PLACES - 1
