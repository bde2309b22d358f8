"""One object of every kind in a province with all its people, and strangers from another province."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from bedo.accounts.models import Grant, Organisation, User
from bedo.accounts.services import delegate
from bedo.core import drafts
from bedo.core.clock import now
from bedo.core.models import WorkerBeat
from bedo.core.periods import Period
from bedo.core.types import Dong
from bedo.documents import drafting, runs, word_templates
from bedo.documents.services import register_paper, store_file
from bedo.documents.writing.forms import FORMS, Terms
from bedo.establishments import services as register
from bedo.imports import services as imports
from bedo.ledger import services as ledger
from bedo.ledger.models import Transfer
from bedo.ledger.treasury import services as treasury
from bedo.ledger.treasury.reading import Row as StatementRow
from bedo.ledger.treasury.reading import Statement as ReadStatement
from bedo.network import services as network
from bedo.network.models import Skill
from bedo.planning import opinions, scenarios
from bedo.planning import services as planning
from bedo.planning.models import Programme, Target
from bedo.programmes.models import RuleRow
from bedo.programmes.services import NewRow, add_rule_row
from bedo.projects.models import CapacityFinding, Contract, Project
from bedo.projects.rules import sharing
from bedo.projects.services import appraisal, changes, dossiers, handover, progress, sent_back
from bedo.projects.services.sharing import keep as keep_shared
from bedo.reports import sending
from bedo.reports.closing import close_period
from bedo.reports.models import StatedFigure
from bedo.reports.services import relate
from bedo.reports.tables import Asked, build
from bedo.reports.tables.drawing import Shown, document
from bedo.surveys.models import Visit as SurveyVisit
from bedo.surveys.services import devices, photos, receiving
from tests.access.world import SINCE, make_people, make_person, make_unit
from tests.conftest import ROLE_HOMES
from tests.documents.samples import PDF, PNG, word_file
from tests.projects.factory import CONTENT, TODAY, Chain, make_establishment
from tests.surveys.factory import document as visit_document
from tests.surveys.factory import photo

EVERYWHERE = {role for role, home in ROLE_HOMES.items() if home in ("cuc", "bo_cong_thuong")}
DRAFT_KEY = "thu-quyen"
TOMORROW = TODAY + timedelta(days=1)
EARLIER = TODAY - timedelta(days=10)
PERSON = {
    "full_name": "Lù Thị Mai", "role": "chu_co_so", "phone": "0912345678", "email": "", "id_number": "", "purpose": "lien_he_ho_tro",
    "basis": "nhiem_vu", "since": date(2026, 1, 5),
}  # fmt: skip


class Scene:
    """`scene.chain` walks the project; `scene.visitors` are label → user (None: not signed in)."""

    def __init__(self):
        province, other = make_unit("08", "Tuyên Quang"), make_unit("25", "Phú Thọ")
        self.province = province
        self.commune = make_unit("00001", "Xín Mần", level=3, kind="xa", parent=province)
        self.elsewhere = elsewhere = make_unit("00002", "Mèo Vạc", level=3, kind="xa", parent=province)
        far = make_unit("00003", "Tân Lạc", level=3, kind="xa", parent=other)
        self.establishment = make_establishment(province, self.commune)
        self.second = make_establishment(province, self.commune, "Cơ sở mẫu 02")
        third = make_establishment(province, elsewhere, "Cơ sở mẫu 03")
        stranger = make_establishment(other, far, "Cơ sở xa")
        self.people = make_people(province, establishment=self.establishment, commune=self.commune)
        self.strangers = {
            role: make_person(role, other, establishment=stranger if role == "beneficiary" else None, place=far if role == "collaborator" else None)
            for role in ROLE_HOMES if role not in EVERYWHERE
        }  # fmt: skip
        self.chain = Chain(self.people, self.establishment)
        self.visitors = self._visitors(province, elsewhere, third)
        self._belongings()
        self._others()
        self._visit()
        self._network()

    def _visitors(self, province, elsewhere, third):
        found: dict[str, User | None] = {"anonymous": None}
        for role, person in self.people.items():
            found[role] = person
            if role == "collaborator":
                found["collaborator, other commune"] = at_home(commune_office(elsewhere, province), role)
            if role == "beneficiary":
                found["beneficiary, other establishment"] = at_home(business(third, province), role)
            if role in self.strangers:
                found[f"{role}, other province"] = self.strangers[role]
        return found

    def _belongings(self):
        by = self.people["officer"]
        given = {"establishment": self.establishment, "by": by, "today": TODAY}
        self.picture = store_file(province=self.province, file=PNG, name="anh.png", by=by)
        self.scan = store_file(province=self.province, file=PDF, name="ban-ky.pdf", by=by)
        self.things = {
            "person": register.add(thing="person", **PERSON, **given),
            "product": register.add(thing="product", name="Chè Shan tuyết", **given),
            "machine": register.add(thing="machine", name="Máy sao chè", **given),
            "certificate": register.add(thing="certificate", kind="attp", name="Giấy mẫu", number="1", never_expires=True, **given),
            "photo": register.add_photo(attachment=self.picture, **given),
        }  # fmt: skip

    def _network(self):
        """A member who has an account, one who holds nothing, another who left, a post with its holder, a contract with its paper."""
        given = {"province": self.province, "by": self.people["director"], "today": TODAY}
        days = {"signed_on": SINCE, "from_on": SINCE}
        self.member = network.add(kind="member", full_name="Lù Thị Mai", phone="0912345678", **given)
        self.own_member = network.add(
            kind="member", full_name="Cộng tác viên", user=self.people["collaborator"], **given
        )
        self.free_member = network.add(kind="member", full_name="Sùng Thị Dua", **given)
        gone = network.add(kind="member", full_name="Vàng A Sì", **given)
        far = network.assign_place(place=self.elsewhere, member=gone, from_on=SINCE, by=given["by"], today=TODAY)
        self.handed = handover.hand_over(
            member=gone, given={f"place-{far.pk}": handover.Given(self.member)}, on=EARLIER, reason="Nghỉ hưu", by=given["by"], today=TODAY
        )  # fmt: skip
        self.gone = network.leave(member=gone, last_day=EARLIER, why="nghi_huu", version=1, by=given["by"], today=TODAY)
        post = {"kind": "post", "level": "commune", "position": "cong_tac_vien", "valid_from": SINCE, **given}
        self.post = network.add(name="Khuyến công viên", place=self.commune, **post)
        self.vacant_post = network.add(name="Cộng tác viên Mèo Vạc", place=self.elsewhere, **post)
        act = {"member": self.member, "from_on": SINCE, "by": given["by"], "today": TODAY}
        self.holding = network.appoint(post=self.post, **act)
        self.duty = network.assign_place(place=self.commune, **act)
        self.collaboration = network.add(
            kind="contract", member=self.member, number="01/HĐ", paper=self.scan, places=[self.commune], **days, **given
        )

        self._network_records(given)

    def _network_records(self, given):
        """A skill of the framework, a class, a proposal."""
        network.adopt_framework(province=self.province, by=given["by"])
        self.skill = Skill.objects.filter(province=self.province).first()
        course = network.add(kind="course", name="Dự toán", from_on=SINCE, **given)
        self.course_class = network.add(kind="class", course=course, name="Lớp 1", from_on=SINCE, **given)
        self.proposal = network.add(kind="proposal", to_whom="UBND tỉnh", text="Vùng chè", on=SINCE, **given)

        data = {"format": sharing.FORMAT, "title": "Máy sao chè", "content": CONTENT, "province": "Tỉnh Lào Cai"}
        self.shared = keep_shared(province=self.province, content=json.dumps(data).encode(), by=self.people["director"])

    def _others(self):
        WorkerBeat.objects.create(name="worker:1", at=now())
        for person in self.visitors.values():
            if person:
                drafts.keep(user=person, key=DRAFT_KEY, data={"a": ["b"]})
        StatedFigure.objects.create(
            province=self.province, place=self.province, place_text="Tuyên Quang", period="2023", year_from=2023, year_to=2023, kind="plan",
            measure="projects", value=13, source_url="https://example.vn/", origin="ghi:HG-1",
        )  # fmt: skip
        self.relation = relate(
            name="Bằng chính nó",
            expression="HG-1.projects = HG-1.projects",
            unit="đề án",
            note="",
            by=self.people["officer"],
        )
        self.programme = Programme.objects.create(
            province=self.province,
            name="Chương trình 2021–2025",
            first_year=2021,
            last_year=2025,
            basis="Quyết định mẫu",
        )
        self.target = Target.objects.create(
            programme=self.programme, position=1, words="Máy móc", number=5, unit="đề án"
        )
        self.closed = close_period(
            province=self.province, period=Period.year(2020), by=self.people["director"], today=TODAY
        )
        self.brought, self.committed = self._import(2019), self._import(2020)
        imports.commit(row=self.committed, version=1, by=self.people["officer"], today=TODAY)
        self.committed.refresh_from_db()
        self.grant = Grant.objects.get(user=self.people["finance"])
        self.lent = delegate(
            giver=self.people["officer"], user=self.people["director"], role="officer", valid_from=TOMORROW, valid_to=TOMORROW,
            reason="Nghỉ phép", by=self.people["officer"],
        )  # fmt: skip
        asked = Asked(Period.year(2025), self.province)
        built = build("r6", asked)
        self.sent_report = sending.keep(
            built=built, asked=asked, paper=document(built, Shown(), Terms()), sent_on=TODAY, sent_to="Cục", by=self.people["director"], today=TODAY
        )  # fmt: skip

    def _visit(self):
        """One that waits, says otherwise than the register, and brought a photo."""
        by = self.people["officer"]
        device = uuid4()
        self.device = devices.greet(device=device, label="Máy thử", waiting=1, session_key="", user=by)
        entry = photo(PNG)
        paper = visit_document(
            establishment=self.establishment.pk, photos=[entry], answers={"workers": 12, "kind": "ho_kinh_doanh"}
        )
        receiving.receive([paper], officer=by, device=self.device)
        photos.take_piece(
            upload=UUID(entry["id"]), start=0, data=PNG, size=len(PNG), sha256=entry["sha256"], officer=by
        )
        self.visit = SurveyVisit.objects.get(pk=paper["id"])
        self.visit_photo = self.visit.photos.get()

    # --- rows as they are when they are asked for

    @property
    def project(self):
        return Project.objects.get(pk=self.chain.project.pk)

    @property
    def share(self):
        return self.chain.share

    def row(self, table, key):
        return RuleRow.objects.filter(table=table, key=key, province=None).order_by("-effective_from").first()

    # --- what a moment needs beside the step of the chain

    def beginning(self):
        """A wish that nobody appraised, with a row of rules that an administrator typed."""
        self.wish = self.chain.wish_row
        new = NewRow(
            table="settings", key="thu", level="local", province=self.province, effective_from=TODAY, certainty="design",
            values={"name": "Lựa chọn thử", "kind": "flag", "value": "1"},
        )  # fmt: skip
        self.typed_row = add_rule_row(new=new, by=self.people["administrator"], today=TODAY)
        self.published = Project.objects.create(
            province=self.province, place=self.commune, code="CB-1", title="Đề án đã công bố", content=CONTENT, fund="kcdp",
            state="settled", source_url="https://example.vn/", created_at=now(),
        )  # fmt: skip
        self.published.shares.create(number=1)

    def screened(self):
        finding = CapacityFinding.objects.get(appraisal__wish=self.chain.wish_row)
        CapacityFinding.objects.filter(pk=finding.pk).update(evidence=self.picture)
        self.finding = finding

    def written(self):
        self.paper_row = dossiers.add_paper(
            project=self.project, slot="dossier:other", label="Báo giá", attachment=self.scan, by=self.people["officer"]
        )
        photo = SimpleUploadedFile("zalo.png", PNG + b"1")
        sent_back.take_in(project=self.project, files=[(photo, None)], by=self.people["officer"])

    def asked(self):
        self.correction = appraisal.ask_correction(
            project=self.project, kind="missing", part="need", text="Bổ sung báo giá", due_on=TODAY, by=self.people["appraiser"], today=TODAY
        )  # fmt: skip

        appraisal.answer_correction(
            correction=self.correction, answer="Đã bổ sung", by=self.people["officer"], today=TODAY
        )

    def returned(self):
        self.asked()
        appraisal.give_back(project=self.project, by=self.people["appraiser"], today=TODAY)

    def left_out(self):
        dossiers.move_project(project=self.project, name="leave_out", by=self.people["approver_province"], today=TODAY)

    def _national(self, state):
        """The project as it would stand on the national track, and the ministry's money with its paper."""
        Project.objects.filter(pk=self.chain.project.pk).update(track="national", fund="kcqg", state=state)
        cuc = {"by": self.people["ministry_department"], "today": TODAY}
        self.decision = register_paper(
            province=None, issuer="Bộ Công Thương", paper_type="QĐ", number="9", symbol="QĐ-BCT", issued_on=TODAY, summary="Giao dự toán", **cuc
        )  # fmt: skip
        self.source = planning.give_envelope(
            province=None, fund="kcqg", year=2026, amount=Dong(500_000_000), on=TODAY, decision=self.decision, **cuc
        )

    def registered(self):
        self._national("registered")

    def at_the_ministry(self):
        self._national("ministry_review")

    def national_plan(self):
        self._national("ministry_passed")
        cuc = self.people["ministry_department"]
        self.plan = planning.open_plan(line=self.source, by=cuc)
        self.item = planning.add_item(plan=self.plan, project=self.project, amount=self.chain.support, by=cuc)

    def open_plan(self):
        self.plan = planning.open_plan(line=self.chain.line, by=self.people["director"])

    def scenarios(self):
        """One made by hand, and a suggested one that waits for its answer."""
        self.open_plan()
        more = {"plan": self.plan, "by": self.people["director"], "today": TODAY}
        self.by_hand = scenarios.make(kind="manual", **more)
        self.suggested = scenarios.make(kind="suggested", **more)

    def planning(self):
        self.open_plan()
        self.item = planning.add_item(
            plan=self.plan, project=self.project, amount=self.chain.support, by=self.people["director"]
        )

    def planned(self):
        self.plan = self.chain.plan_row
        self.item = self.plan.items.get()

    def plan_submitted(self):
        """Sở Tài chính has answered, another department has not."""
        self.planned()
        self.finance_row = self.plan.opinions.get()
        self.asked_row = opinions.ask(
            plan=self.plan, department="Sở Xây dựng", asked_on=date(2026, 1, 6), by=self.people["director"], today=TODAY
        )

    def cut(self):
        self.planned()
        waiting = ledger.cut(
            line=self.chain.line, amount=1_900_000_000, on=date(2026, 2, 2), note="Cắt giảm", by=self.people["accountant"], today=TODAY
        )[1]  # fmt: skip
        self.pending_cut = waiting

    def _import(self, year):
        """A list of sums of one year, looked at."""
        text = f"Năm {year};;;\nTT;Tỉnh;Số đề án;Kinh phí (đồng)\n1;Tuyên Quang;5;5.000.000\n"
        row = imports.bring(
            province=self.province, name=f"{year}.csv", content=text.encode(), by=self.people["officer"]
        )
        return imports.look(row)

    def running(self):
        self.difficulty = progress.raise_difficulty(
            share=self.share, text="Thiếu điện", holder=self.people["officer"], due_on=TODAY, by=self.people["officer"], today=TODAY
        )  # fmt: skip

    def writing(self):
        """A paper written of the contract, an office's own template, a run of many."""
        form, by = FORMS["hop_dong"], self.people["director"]
        self.contract = Contract.objects.get()
        terms = Terms(issuer="Trung tâm Khuyến công")
        self.written = drafting.write(form=form, record=self.contract, terms=terms, by=by)
        self.template = word_templates.upload(
            province=self.province, form=form, name="Mẫu của Trung tâm", file=word_file("{{ ten_de_an }}"), by=by
        )
        self.run = runs.ask(
            province=self.province, form=form, records=[self.contract.pk], terms=terms, output="zip", by=by, enqueue=lambda pk: None
        )  # fmt: skip
        runs.carry_out(self.run)
        self.written.refresh_from_db()

    def paid(self):
        self.transfer = Transfer.objects.order_by("pk").last()
        self.payment = self.share.payments.get()
        row = StatementRow("Sao kê!B2", self.payment.on, "1", "Tạm ứng", self.payment.amount, Dong(0))
        found = ReadStatement("0" * 64, "Sao kê", (row,))
        by = self.people["accountant"]
        self.statement, _ = treasury.keep(line=self.chain.line, found=found, name="sao-ke.xlsx", by=by)
        self.statement_line = self.statement.lines.get()
        treasury.tie(
            statement=self.statement, pairs=[(self.statement_line.pk, self.payment.transfer_id, "probable")], by=by
        )

    def _change(self, change, after, **more):
        return changes.ask(
            project=self.project, change=change, after=after, reason="Cơ sở đề nghị", by=self.people["officer"], today=TODAY, **more
        )  # fmt: skip

    def _look(self, request):
        changes.check(
            request=request, agrees=True, text="Đúng như đề nghị", by=self.people["appraiser"], today=TODAY, on=TODAY
        )
        return request

    def changing(self):
        """One request waits for the Sở's check, another for its decision."""
        self.asked_change = self._change("cooperating", {"cooperating": "UBND xã"})
        self.checked_change = self._look(self._change("decrease", {"amount": 250_000_000}))

    def stopping(self):
        """A decided stop that wants money back."""
        self.stop = self._look(self._change("stop", {"work_done": "Chưa làm", "done": {}}, reason_code="no_capital"))
        changes.approve(
            request=self.stop, decision=self.chain.paper("QĐ", 40, TODAY), by=self.people["approver_province"], today=TODAY
        )  # fmt: skip


def at_home(organisation, role):
    """A second holder of a role, in an organisation of the holder's own."""
    user = User(username=f"{role}.{organisation.pk}", full_name=organisation.name)
    user.set_unusable_password()
    user.save()
    Grant.objects.create(user=user, role=role, organisation=organisation, valid_from=SINCE)
    return user


def commune_office(place, province):
    return Organisation.objects.create(kind="xa", name=f"UBND xã {place.name}", province=province, place=place)


def business(establishment, province):
    return Organisation.objects.create(
        kind="co_so", name=establishment.name, province=province, establishment_id=establishment.pk
    )
