"""The lines that serve an encounter, with number, code and words to say."""

from langaccess.domain.dispatch import AidChoice, Mode
from langaccess.services.dispatch.lines import emergency_line, lines_for
from tests.factories import EVENING, NINE, make_department, make_vendor
from tests.services.dispatch.scene import Scene


def test_a_line_holds_everything_the_clerk_must_dial_and_say(scene: Scene) -> None:
    department = make_department(scene.session, name="Water")
    vendor = make_vendor(scene.session, codes={None: "1", department.id: "99"})
    encounter = scene.ask(department_id=department.id)

    (line,) = lines_for(scene.session, scene.city, encounter, now=NINE)

    assert (line.vendor_id, line.name, line.phone) == (vendor.id, vendor.name, "+15105550171")
    assert line.code == "99"
    assert line.say == f"Client C-77, code 99, Spanish for Water, {encounter.reference}"
    assert line.video_link is None


def test_without_a_department_the_code_is_everybodys(scene: Scene) -> None:
    scene.clerk.department_id = None
    make_vendor(scene.session, codes={None: "4711"})
    encounter = scene.ask()

    (line,) = lines_for(scene.session, scene.city, encounter, now=NINE)

    assert line.code == "4711"
    assert line.say == f"Client C-77, code 4711, Spanish for , {encounter.reference}"


def test_a_video_line_has_the_link_to_the_encounters_own_room(scene: Scene) -> None:
    make_vendor(scene.session, "ase", modes=[Mode.VIDEO])
    encounter = scene.ask(language_tag="ase", mode=Mode.VIDEO, aid=AidChoice.SIGN_VIDEO)

    (line,) = lines_for(scene.session, scene.city, encounter, now=NINE)

    assert line.video_link == f"https://video.example/{encounter.room}?language=ase"


def test_a_line_without_a_link_shows_none_by_video_either(scene: Scene) -> None:
    make_vendor(scene.session, video_link="")
    encounter = scene.ask(mode=Mode.VIDEO)

    assert [
        one.video_link for one in lines_for(scene.session, scene.city, encounter, now=NINE)
    ] == [None]


def test_lines_stand_in_the_citys_order_and_only_while_they_answer(scene: Scene) -> None:
    last = make_vendor(scene.session, position=900)
    first = make_vendor(scene.session, position=800, hours={0: (8 * 60, 17 * 60)})
    make_vendor(scene.session, position=700, is_active=False)
    make_vendor(scene.session, "fr", position=600)
    encounter = scene.ask()

    by_day = lines_for(scene.session, scene.city, encounter, now=NINE)
    at_night = lines_for(scene.session, scene.city, encounter, now=EVENING)

    assert [one.vendor_id for one in by_day] == [first.id, last.id]
    assert [one.vendor_id for one in at_night] == [last.id]


def test_where_no_encounter_is_known_the_first_line_that_answers_stands_there(
    scene: Scene,
) -> None:
    department = scene.clerk.department_id
    make_vendor(scene.session, hours={0: (0, 60)})
    open_line = make_vendor(scene.session, codes={department: "99"})

    line = emergency_line(scene.session, department, NINE, scene.city)

    assert line is not None
    assert (line.vendor_id, line.code, line.video_link) == (open_line.id, "99", None)
    assert line.say == "Client C-77, code 99, … for …, …"


def test_where_no_line_answers_none_is_shown(scene: Scene) -> None:
    make_vendor(scene.session, hours={0: (0, 60)})

    assert emergency_line(scene.session, None, NINE, scene.city) is None
