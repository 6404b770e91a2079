# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""A walk through the whole program: every place, every case tab, every dialog that a button or act opens.

The content is long on purpose. Started by itself it walks both roles and prints what it finds too tight:
`QT_SCALE_FACTOR=2 python -m tests.ui.walk 960 540 14` (pixels of the system's font).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QWidget
from shiboken6 import isValid

from app.demo import sample
from app.demo.office_work import furnish
from app.demo.plan import OFFICES
from app.domain.authorisation import NewAuthorisation
from app.domain.blank_set import WantedSets
from app.domain.blank_sheet import WantedBlanks
from app.domain.change_notice import OCCASIONS
from app.domain.client import Address, Channel, Person, Residence, SpokenLanguage
from app.domain.consent import WantedRelease
from app.domain.contact import NewContact
from app.domain.course import CourseData
from app.domain.dates import PartialDate
from app.domain.deputy import CopyNotice, Naming
from app.domain.follow_up import NewFollowUp
from app.domain.gap import NewGap
from app.domain.goal import NewGoal, NewStep
from app.domain.household import NewMember
from app.domain.intake import Intake
from app.domain.progress import Silent
from app.domain.referral import NewReferral
from app.domain.register import Chain, Meeting, Task
from app.domain.report_parts import Cooperation, Cost, Post, Reach
from app.domain.secrecy import NewDeclaration
from app.domain.service import ServiceData
from app.domain.sheet import Sheet
from app.domain.target_groups import NewGroup
from app.operations import (
    agreements,
    authorisations,
    blank_sets,
    blanks,
    case_contents,
    case_transfers,
    cases,
    client_papers,
    consents,
    contacts,
    directory,
    district,
    documents,
    duplicates,
    enrolment,
    follow_ups,
    gaps,
    goals,
    households,
    key_changes,
    known_offices,
    offered_courses,
    publishing,
    referrals,
    register,
    report_parts,
    reporting,
    retention,
    secrecy,
    target_groups,
    vaults,
)
from app.operations.case_transfers import Wish
from app.operations.connection_check import STEPS, CheckedStep
from app.operations.deputy_openings import Asked, OpenCopy
from app.operations.incidents import Incident
from app.operations.key_changes import NewWays
from app.operations.known_offices import Colleague
from app.operations.received_cases import Arrived
from app.operations.vaults import Vault
from storage import deputies as stored_deputies
from storage import deputy_copy
from sync.deputy_copy import ForLead, KeyFile, Seen
from tests.paper import scanned, sheets_of
from tests.ui import looks
from ui.application import begin_application, workplace
from ui.blank_return import take_back
from ui.case_page import TABS, CasePage
from ui.change_notices import TITLE, open_change_notices
from ui.deputy_forms import open_asked
from ui.deputy_notice import open_notices
from ui.deputy_reading import open_reading
from ui.device_binding import open_freeing
from ui.documents_tab import DocumentsTab
from ui.exchange_form import ExchangeForm, open_exchange_form
from ui.form_dialog import FormDialog
from ui.key_change import WaysDialog, open_incident_sheet
from ui.main_window import MainWindow
from ui.merger_forms import open_merger, open_separation
from ui.missing_records import MissingDialog
from ui.office_neighbours import open_comparison, open_place
from ui.office_page import AREAS
from ui.office_retention import PeriodsSection
from ui.outstation_desk import ask_to_begin_again, ask_to_lock, open_outstation
from ui.print_dialog import PrintForm
from ui.published_courses import CoursesImport, open_offered_course
from ui.published_page import DirectoryImport
from ui.received_case_form import open_arrived
from ui.report_parts_forms import open_text_form
from ui.reported_site_form import open_reported_site
from ui.restored_notice import ask_to_bring_back, open_reconciliation
from ui.retention_page import RetentionPage
from ui.rights_dialog import open_erasure_form, open_lifting_form, open_restriction_form
from ui.robot import Robot
from ui.session import Session
from ui.sheets import SHEETS

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "vier gelbe Enten am Rhein"
LONG_WORD = "Rechtsschutzversicherungsgesellschaften"
LONG_NAME = ("Łukaszewicz-Großmann von und zu Nguyễn-Östergård " * 5)[:200].strip()
LONG_TEXT = f"{LONG_WORD} und {LONG_NAME}. " * 6
ASKED_BY_THE_SYSTEM = {
    "getExistingDirectory": lambda *_: "",
    "getOpenFileName": lambda *_: ("", ""),
    "getSaveFileName": lambda *_: ("", ""),
}
"""The dialogs for files: here everybody thinks better of it."""
NOT_PRESSED = {"Sperren", "Sichtschutz", "Gespräch", "Gespräch beenden", "Abbrechen"}

_COURSES = Sheet(("Träger", "Kurs", "Niveau"), ((LONG_NAME[:150], LONG_WORD, "B1"), ("Caritas", "", "")))
_DIRECTORY = Sheet(("Einrichtung", "Stelle"), ((LONG_NAME[:150], LONG_WORD), ("Caritas", "")))

Finding = str
Look = Callable[[Robot, QWidget], list[Finding]]


def case_file(folder: Path) -> Vault:
    """An office with the sample's fourteen cases and one whose every text is long."""
    vault = vaults.create_case_file(
        folder / "akte.kim", "MB", "Meral Böhm", PASSWORD, NOW, vaults.FLOOR
    ).vault
    desk = furnish(vault, OFFICES[0], TODAY - timedelta(days=200))
    sample.fill(desk, NOW)
    _fill_long(vault, next(iter(desk.sites.values())))
    _know_offices(vault, folder)
    _name_deputy(vault)
    return vault


def _know_offices(vault: Vault, folder: Path) -> None:
    """One of our own controller, compared, whose case lies here; one that nobody has called yet."""
    (folder / "nachbar").mkdir()
    path = folder / "nachbar" / "akte.kim"
    for number, name in enumerate((LONG_NAME[:60], LONG_WORD)):
        other = vaults.create_case_file(
            path.with_stem(f"akte{number}"), "TK", "Timo Kaya", PASSWORD, NOW, vaults.FLOOR
        ).vault
        cases.add_site(other, "nb", name, "05382020", NOW)
        taken = known_offices.take_card(vault, known_offices.key_card(other, NOW), None, True, NOW)
        if number == 0:
            assert taken.fingerprint is not None
            known_offices.confirm(vault, taken.unit, taken.fingerprint, NOW)
        other.close()


def _name_deputy(vault: Vault) -> None:
    """Named, opened for a long reason, and beside it a notice that nobody vouches for."""
    deputy, lead = (each.unit for each in known_offices.offices(vault))
    told = LONG_NAME[:60], lead, LONG_WORD, f"{LONG_TEXT[:150]} {LONG_WORD}"
    with vault.transaction() as db:
        stored_deputies.name(db, Naming(deputy, lead), NOW)
        stored_deputies.insert_notice(db, CopyNotice("a" * 64, "opened", NOW, NOW, "r", deputy, *told))
        stored_deputies.insert_notice(db, CopyNotice("b" * 64, "alarm", NOW))


def district_file(folder: Path, office: Vault) -> Vault:
    """A Kreis with a long name that has received the month of one office."""
    kreis = vaults.create_district_file(
        folder / "kreis.kim", "KO", "Kim Ostermann", PASSWORD, NOW, vaults.FLOOR
    ).vault
    enrolment.ensure_district(kreis, "05382", f"Rhein-Sieg-Kreis {LONG_WORD}", NOW)
    certificate = district.enrol(kreis, reporting.pairing_file(office, NOW), LONG_NAME[:80], NOW)
    fingerprint = reporting.take_certificate(office, certificate, NOW)
    reporting.confirm_district(office, fingerprint, NOW)
    for known in district.outstations(kreis):
        district.confirm_outstation(kreis, known.id, known.fingerprint, NOW)
    exchange = folder / "austausch"
    exchange.mkdir()
    reporting.set_transport(office, "folder", str(exchange), NOW)
    district.set_transport(kreis, "folder", str(exchange), NOW)
    site = cases.sites(office)[0].id
    reporting.release(office, site, "2026-10", date(2026, 10, 31), NOW)
    assert reporting.deliver(office, NOW).trouble is None
    _publish(kreis)
    assert district.fetch(kreis, NOW).accepted == 1
    assert reporting.deliver(office, NOW).news
    _fill_register(kreis)
    return kreis


def _publish(kreis: Vault) -> None:
    """What every office is offered: long names, and tables from January on."""
    offers = [ServiceData(f"{number} {LONG_NAME}", "other", LONG_WORD) for number in range(15)]
    publishing.publish_directory(kreis, offers, NOW)
    entry = publishing.offers(kreis)[0].id
    course = CourseData(entry, LONG_NAME[:150], "B1", times=LONG_WORD, note=LONG_TEXT[:900])
    for day in range(1, 30):
        offered_courses.add_course(kreis, replace(course, starts_on=TODAY + timedelta(days=day)), NOW)
    publishing.publish_courses(kreis, NOW + timedelta(minutes=1))
    publishing.publish_tables(kreis, 2, date(2027, 1, 1), NOW)
    for name in (f"{LONG_WORD} eins", LONG_NAME):
        target_groups.add_group(kreis, NewGroup(name, valid_from=TODAY), NOW)
    publishing.publish_groups(kreis, NOW)


def _fill_register(kreis: Vault) -> None:
    chain = Chain(LONG_TEXT[:150], "family", "no_places", TODAY, responsible=LONG_NAME, measures=LONG_TEXT)
    register.keep_chain(kreis, chain, NOW)
    register.keep_meeting(kreis, Meeting(TODAY, LONG_NAME[:60], LONG_TEXT, decisions=(LONG_TEXT,)), NOW)
    register.keep_task(kreis, Task(LONG_TEXT[:150], LONG_NAME[:60], TODAY), NOW)
    for part in (
        Post(LONG_TEXT[:150], 1261, 16, LONG_NAME[:60]),
        Cost("income", LONG_TEXT[:150], 2026, 72511386),
        Reach(LONG_TEXT[:150], 6, 19),
        Cooperation(
            LONG_NAME[:150], TODAY - timedelta(days=300), LONG_TEXT[:150], TODAY + timedelta(days=20)
        ),
    ):
        report_parts.keep(kreis, part, NOW)
    report_parts.keep_text(kreis, "mandate", LONG_TEXT, False, NOW)


def sit(vault: Vault, width: int, height: int) -> Robot:
    """The program's window on the open file, as large as the screen; no time passes, so it never covers."""
    window = MainWindow(vault.path, workplace, lambda: NOW, lambda: 0.0)
    window.open(vault)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    robot = Robot(window)
    robot.settle()
    return robot


def walk(robot: Robot, look: Look) -> Iterator[tuple[str, Finding]]:
    """Where and what, for everything that `look` finds on any page or dialog."""
    for goal in _goals(robot):
        robot.go(*goal)
        name = " ".join((goal[0], *goal[2:]))
        yield from ((name, found) for found in look(robot, robot.window))
        for words in _pressable(robot):
            yield from ((f"{name} › {words}", found) for found in _pressed(robot, goal, words, look))
        yield from ((f"{name}, unfolded", found) for found in look(robot, robot.window))
    yield from _papers(robot, look)
    for act in robot.shell().workplace.acts:
        robot.go(*_goals(robot)[0])
        robot.act(act.label)
        yield from ((act.label, found) for found in look(robot, robot.front()))
        _close_dialogs(robot)
    for name, open_it in _not_by_a_button(robot):
        open_it()
        robot.settle()
        yield from ((name, found) for found in look(robot, robot.front()))
        _close_dialogs(robot)


def _papers(robot: Robot, look: Look) -> Iterator[tuple[str, Finding]]:
    """What each line of „Neues Blatt“ opens; the Kreis has no cases."""
    goal = _goals(robot)[-1]
    if goal[-1] != "documents":
        return
    for sheet in SHEETS:
        page = _documents(robot, goal)
        sheet.opens(page, page.session, page.case_id, {})
        robot.settle()
        yield from ((f"Neues Blatt › {sheet.word}", found) for found in look(robot, robot.front()))
        _close_dialogs(robot)
    for name in ("make_disclosure_info", "print_land_sheet"):
        getattr(_documents(robot, goal).tab, name)()
        robot.settle()
        yield from ((f"Neues Blatt › {name}", found) for found in look(robot, robot.front()))
        _close_dialogs(robot)


def _documents(robot: Robot, goal: tuple[str, ...]) -> CasePage:
    robot.go(*goal)
    page = robot.shell().page()
    assert isinstance(page, CasePage)
    return page


def _not_by_a_button(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """Dialogs that open only where there is a printer, or paper that came back."""
    printing = FormDialog(
        robot.window, "Drucken", PrintForm(3, ("Keller", LONG_WORD)), "Drucken", lambda _: None
    )
    session = robot.shell().session
    ways = NewWays(PASSWORD, key_changes.new_recovery_key(), (("TK", "eins zwei drei vier fuenf"),) * 3)
    missing = [("contact", "a3f9c0de-0000-4000-8000-000000000001"), ("code_entry", "?")] * 8
    incident = Incident("lost", TODAY)
    dialogs: list[tuple[str, Callable[[], object]]] = [
        ("Drucken", printing.open),
        (
            "Neuer Schlüssel",
            lambda: WaysDialog(robot.window, session, LONG_WORD, ways, "Schlüssel wechseln").open(),
        ),
        ("Bindung aufheben", lambda: open_freeing(robot.window, session)),
        ("Was fehlt", lambda: MissingDialog(robot.window, missing).open()),
        ("Meldung nach Art. 33", lambda: open_incident_sheet(robot.window, session, incident)),
        ("Austauschordner auf einem Server", lambda: _exchange_over_a_server(robot)),
    ]
    if ("acts",) in _goals(robot):
        dialogs += _of_hand_overs(robot)
        dialogs += _of_deputies(robot)
        dialogs.append(("Scan aufnehmen", lambda: _bring_scan(robot)))
        dialogs += _of_rights(robot)
        dialogs += _of_blanks(robot)
        back = partial(ask_to_bring_back, robot.window, lambda: None)
        dialogs.append(("Meldungen zurückholen", back))
        dialogs.append(
            ("Letztes Paket abgleichen", partial(open_reconciliation, robot.window, robot.shell().session))
        )
    if ("report_parts",) in _goals(robot):
        dialogs += _of_the_report(robot)
        dialogs += _of_devices(robot)
    return dialogs


def _of_hand_overs(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """What a row of „Andere Büros“ opens, and a case that came: its person is perhaps known."""
    session, window = robot.shell().session, robot.window
    compared, new = sorted(session.read(known_offices.offices), key=lambda each: each.confirmed_at is None)
    case_id = session.read(cases.case_list, LONG_NAME[:20])[0].case_id
    going = case_transfers._going(session.vault, case_id, Wish(compared.unit), TODAY)
    content = case_transfers._content(session.vault, case_id, going, b"-")
    person = case_contents.person_of(content.person)
    arrived = Arrived("-", content, person, duplicates.perhaps_known(session.vault, person))
    return [
        ("Prüfzeichen vergleichen", partial(open_comparison, window, session, new)),
        ("Büro ändern", partial(open_place, window, session, compared)),
        ("Diesen Fall aufnehmen?", partial(open_arrived, window, session, arrived, lambda _: None)),
    ]


def _of_deputies(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """What the lead agrees to, and what the deputy reads: here our own copy stands for another office's."""
    session, window = robot.shell().session, robot.window
    office = session.read(known_offices.offices)[0]
    colleague = Colleague(office, known_offices.decoded(office.party or b""))
    seen = Seen(KeyFile("kim-bruecke.deputy-copy/1", "", "", "", "", ""), b"", "")
    for_lead = ForLead("", "", NOW, b"-")
    asked = Asked("", colleague, colleague, LONG_NAME[:60], LONG_TEXT[:300], NOW, seen, for_lead)
    return [
        ("Ihre Vertretungskopie", partial(open_notices, window, session)),
        ("Öffnen freigeben?", partial(open_asked, window, session, asked)),
        ("Vertretungskopie", lambda: open_reading(window, session, _own_copy(session, colleague))),
    ]


def _own_copy(session: Session, office: Colleague) -> OpenCopy:
    vault, keys = session.vault, list[bytes]()

    def keep(key: bytes, _sha256: str) -> bytes:
        keys.append(key)
        return b"-"

    copy = deputy_copy.make(vault, vault.path.parent, NOW, Silent(), keep)
    reader = deputy_copy.open_copy(copy, keys[0], vault.actor)
    return OpenCopy(reader, office, NOW, copy, b"", b"")


def _of_rights(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """What the acts of „Rechte der Person“ ask, and why a file is kept longer."""
    session, window = robot.shell().session, robot.window
    case_id = session.read(cases.case_list, LONG_NAME[:20])[0].case_id
    file_id = session.read(cases.case_view, case_id, session.today()).file.id
    forms = (open_restriction_form, open_lifting_form)
    asked = [(form.__name__, partial(form, window, session, file_id)) for form in forms]
    notices = partial(open_change_notices, window, session, file_id)
    asked += [(f"{TITLE}: {each}", partial(notices, each)) for each in OCCASIONS]
    return [
        *asked,
        ("Akte löschen", partial(open_erasure_form, window, session, file_id, lambda: None)),
        ("Akte länger behalten", lambda: _keep_longer(robot)),
        ("Frist ändern", lambda: _change_period(robot)),
    ]


def _keep_longer(robot: Robot) -> None:
    robot.go("retention")
    page = robot.shell().page()
    assert isinstance(page, RetentionPage)
    due = robot.shell().session.read(retention.due_files, TODAY + timedelta(days=400))
    page.keep_longer(due[0])


def _change_period(robot: Robot) -> None:
    robot.go("retention")
    page = robot.shell().page()
    assert page is not None
    page.findChildren(PeriodsSection)[0].change("contact_lost")


def _of_the_report(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """What a row opens: every text, and a Standort of the Kreis."""
    session = robot.shell().session
    site = session.read(district.outstations)[0].sites[0][0]
    texts = [
        (f"Textbaustein {block.code}", partial(open_text_form, robot.window, session, block))
        for block in session.read(report_parts.blocks)
        if block.code in ("mandate", "example")
    ]
    return [*texts, ("Standort benennen", lambda: open_reported_site(robot.window, session, site))]


def _of_devices(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """What a row of a case file opens, the question after it, and that of a restored Kreis."""
    session, window = robot.shell().session, robot.window
    known = session.read(district.outstations)[0]
    return [
        ("Fallakte ansehen", partial(open_outstation, window, session, known.id, lambda: None)),
        ("Gerät sperren", partial(ask_to_lock, window, session, known, lambda: None)),
        ("Alles zurückholen", partial(ask_to_begin_again, window, lambda: None)),
        ("Fallakten zusammenlegen", partial(open_merger, window, session)),
        ("Fallakten trennen", partial(open_separation, window, session)),
        ("Sprachkurs des Kreises", partial(_open_course, window, session)),
        ("Kurse einlesen", CoursesImport(window, session, _COURSES).open),
        ("Verzeichnis einlesen", DirectoryImport(window, session, _DIRECTORY, lambda _: None).open),
    ]


def _open_course(owner: QWidget, session: Session) -> FormDialog:
    return open_offered_course(owner, session, session.read(offered_courses.offered)[0])


def _of_blanks(robot: Robot) -> list[tuple[str, Callable[[], object]]]:
    """Whose a blank is, and what each form asks for once that is known."""
    session, window = robot.shell().session, robot.window
    case_id = session.read(cases.case_list, LONG_NAME[:20])[0].case_id
    out = {each.form: each for each in session.read(blanks.open_blanks)}
    forms = [(form, partial(take_back, window, session, out[form], case_id)) for form in blanks.TYPED_IN]
    return [("Zuordnen", partial(take_back, window, session, out["goals"], None)), *forms]


def _exchange_over_a_server(robot: Robot) -> None:
    """With a long address, and a check that went wrong at its last step."""
    form = open_exchange_form(robot.window, robot.shell().session).form
    assert isinstance(form, ExchangeForm)
    form.set_values({"kind": "webdav", "address": f"https://{LONG_WORD}.example/" * 5, "user": LONG_WORD})
    right = [CheckedStep(step) for step in STEPS["webdav"][:-1]]
    form.show_findings([*right, CheckedStep("files", "transport.not_kept")])


def _bring_scan(robot: Robot) -> None:
    """Of a paper of the case with long texts, and a page that nobody knows."""
    session = robot.shell().session
    case_id = session.read(cases.case_list, LONG_NAME[:20])[0].case_id
    file_id = session.read(cases.case_view, case_id, session.today()).file.id
    kept = session.read(documents.documents, file_id)[-1]
    stack = sheets_of(session.read(documents.document, kept.id).pdf)
    path = session.vault.path.parent / "scan.pdf"
    path.write_bytes(scanned([stack[0].transpose(Image.Transpose.FLIP_LEFT_RIGHT), *stack]))
    robot.go("case", case_id, "documents")
    page = robot.shell().page()
    assert isinstance(page, CasePage)
    assert isinstance(page.tab, DocumentsTab)
    page.tab.take_in([path])


def _goals(robot: Robot) -> list[tuple[str, ...]]:
    """Every place; the case with long texts stands for all cases."""
    places = [place.key for place in robot.shell().workplace.places]
    session = robot.shell().session
    if "case" not in places:
        return [(key,) for key in places]
    case_id = session.read(cases.case_list, LONG_NAME[:20])[0].case_id
    blank = ("blank_set", session.read(blank_sets.open_sets)[0].id)
    pages = ((key,) for key in places if key not in ("case", "blank_set", "office"))
    office = (("office", area) for area in AREAS)
    return [*pages, blank, *office, *(("case", case_id, tab) for tab in TABS)]


def _pressable(robot: Robot) -> list[str]:
    """The words of the buttons on the page, each once; the frame around it is the same everywhere."""
    page = robot.shell().page()
    assert page is not None
    return [
        words
        for words in dict.fromkeys(looks.words_of(button) for button in _buttons(page))
        if words and words not in NOT_PRESSED
    ]


def _pressed(robot: Robot, goal: tuple[str, ...], words: str, look: Look) -> list[Finding]:
    """What a dialog that this button opens looks like; nothing if it opens none."""
    if robot.shell().location[0] != goal[0]:
        robot.go(*goal)
    page = robot.shell().page()
    assert page is not None
    fitting = [button for button in _buttons(page) if looks.words_of(button) == words]
    if not fitting:
        robot.go(*goal)
        return []
    fitting[0].click()
    robot.settle()
    dialog = robot.front()
    found = look(robot, dialog) if dialog is not robot.window else []
    _close_dialogs(robot)
    return found


def _buttons(page: QWidget) -> list[QAbstractButton]:
    every = page.findChildren(QAbstractButton)
    return [each for each in every if each.isVisible() and each.isEnabled()]


def _close_dialogs(robot: Robot) -> None:
    while isinstance(front := robot.front(), QDialog):
        front.close()
        robot.settle()
        if isValid(front) and front.isVisible():
            front.done(0)
            robot.settle()
    if (popup := QApplication.activePopupWidget()) is not None:
        popup.close()


def main(width: int, height: int, font: int) -> int:
    """Prints each finding once; returns how many there are."""
    application = QApplication(sys.argv[:1])
    system = application.font()
    system.setPixelSize(font)
    application.setFont(system)
    begin_application()
    for name, answer in ASKED_BY_THE_SYSTEM.items():
        setattr(QFileDialog, name, answer)
    with TemporaryDirectory() as folder:
        os.environ["KIM_BRUECKE_HOME"] = folder
        office = case_file(Path(folder))
        kreis = district_file(Path(folder), office)
        found = []
        for vault in (office, kreis):
            robot = sit(vault, width, height)
            found += [f"{where}: {what}" for where, what in walk(robot, looks.too_tight)]
            robot.window.close()
    if found:
        print("\n".join(dict.fromkeys(found)))
    return len(found)


def _fill_long(vault: Vault, site: str) -> None:
    person = Person(
        LONG_NAME,
        LONG_NAME,
        former_names=LONG_NAME,
        native_name="阮氏香",
        birth_date=PartialDate(1990, 3, 7),
        nationalities=("432", "423", "323"),
        languages=(SpokenLanguage("vi", "B1", True), SpokenLanguage("de", "A2")),
        channels=(
            Channel("phone", "+49 2241 55-1234", note=LONG_TEXT),
            Channel("email", f"{LONG_WORD}@example.org"),
        ),
        address=Address(f"{LONG_WORD}weg 3", "53721", LONG_WORD),
        residence=Residence("AGST", TODAY + timedelta(days=30)),
    )
    opened = cases.take_in(vault, Intake(person, site, TODAY, "self", LONG_TEXT), NOW)
    case_id = opened.case_id
    assert case_id is not None
    for member in (NewMember("child", LONG_NAME, LONG_NAME, PartialDate(2015)), NewMember("spouse")):
        households.add_member(vault, opened.client_id, member, NOW)
    service = directory.add_service(
        vault, ServiceData(LONG_NAME, "other", LONG_WORD, address=LONG_TEXT, topics=("housing",)), NOW
    )
    for number in range(3):
        contacts.add_contact(vault, case_id, NewContact("talk", TODAY, LONG_TEXT), NOW)
        follow_ups.add_follow_up(
            vault, NewFollowUp(case_id, TODAY + timedelta(days=number), LONG_TEXT[:200]), NOW
        )
    goal = NewGoal(LONG_TEXT, "housing", TODAY, LONG_TEXT, (NewStep(LONG_TEXT, "client", TODAY),))
    goals.set_goal(vault, case_id, goal, NOW)
    agreements.print_agreement(vault, case_id, "de", TODAY + timedelta(days=60), NOW)
    wanted = [
        WantedRelease(service, category, "counselling", "both") for category in ("name_contact", "housing")
    ]
    consent = consents.prepare(vault, opened.file_id, wanted, "de", date(2027, 6, 30), NOW)
    consents.print_notice(vault, consent, "", NOW)
    rows = consents.consents(vault, opened.file_id)[0].rows
    consents.sign(vault, consent, TODAY, {row.id: "given" for row in rows}, NOW)
    referrals.refer(vault, case_id, NewReferral(service, "housing", TODAY, ("housing",), "counselling"), NOW)
    number, ends = "38502BG0012345//2026", TODAY + timedelta(days=30)
    authorised = NewAuthorisation(service, "representation", LONG_TEXT, number, ends)
    authorisations.print_authorisation(vault, case_id, authorised, "de", NOW)
    interpreter = NewDeclaration(LONG_NAME, "prs", "on_site")
    secrecy.print_declaration(vault, case_id, interpreter, "de", NOW)
    client_papers.note_paper(vault, case_id, "passport", "there", TODAY + timedelta(days=30), NOW)
    gaps.note_gap(vault, NewGap(site, "housing", "missing", TODAY, case_id, note=LONG_TEXT), NOW)
    blank_sets.print_sets(vault, WantedSets(2, "ar", tuple(wanted), date(2027, 6, 30)), NOW)
    for form in blanks.TYPED_IN:
        blanks.print_blanks(vault, WantedBlanks(form, 1, "ar"), NOW)
