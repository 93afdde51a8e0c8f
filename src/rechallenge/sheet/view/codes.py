"""The codes by which the parts of a view are found. The value of each is its code in the book."""

from enum import Enum, StrEnum

from rechallenge.words import word


class SectionCode(StrEnum):
    """The sections of a plan, in the order in which they are read."""

    ORDER = "heading.order"
    BAGS = "heading.bags"
    PREPARATION = "heading.preparation"
    PREMEDICATION = "heading.premedication"
    STEPS = "heading.steps"
    DELIVERY = "heading.delivery"
    TIMELINE = "heading.timeline"
    REACTION = "heading.reaction"
    CHARTING = "heading.charting"
    FINDINGS = "heading.findings"
    SOURCE = "heading.source"


class ProtocolSection(StrEnum):
    """The sections of the page about a protocol."""

    DOSING = "heading.protocol-dosing"
    BAGS = "heading.protocol-bags"
    STEPS = "heading.protocol-steps"
    PREMEDICATION = "heading.protocol-premedication"
    PARAMETERS = "heading.protocol-parameters"
    MONITORING = "heading.protocol-monitoring"
    REACTION = "heading.protocol-reaction"
    NOT_FOR = "heading.protocol-not-for"
    SOURCE = "heading.source"
    DOUBTS = "heading.protocol-doubts"
    REVIEW = "heading.protocol-review"


class Label(StrEnum):
    """What a fact, a paragraph or a note is about."""

    PATIENT = "label.patient"
    DRUG = "label.drug"
    DOSE = "label.dose"
    BODY_SURFACE = "label.body-surface"
    HEIGHT = "label.height"
    AGE = "label.age"
    WEIGHT = "label.weight"
    BAG_VOLUME = "label.bag-volume"
    PARAMETER = "label.parameter"
    PUMP = "label.pump"
    LINE = "label.line"
    START = "label.start"
    EARLIER_REACTION = "label.earlier-reaction"
    STRENGTH = "label.strength"
    TECHNIQUE = "label.technique"
    DILUENT = "label.diluent"
    ON_FILE = "label.on-file"
    NEVER_IN = "label.never-in"
    ROUTE = "label.route"
    BAG = "label.bag"
    EXPIRES = "label.expires"
    MADE_AT = "label.made-at"
    PREPARED_BY = "label.prepared-by"
    CHECKED_BY = "label.checked-by"
    CLEARED = "label.cleared"
    FIRST_DRUG = "label.first-drug"
    RESIDUE = "label.residue"
    LOST = "label.lost"
    LEFT_IN_LINE = "label.left-in-line"
    FLUSH = "label.flush"
    VITAL_SIGNS = "label.vital-signs"
    OBSERVATION = "label.observation"
    SOURCE = "label.source"
    PATIENTS = "label.patients"
    OUTCOME = "label.outcome"
    NOT_FOR = "label.not-for"
    MONITORING = "label.monitoring"
    ACKNOWLEDGED = "label.acknowledged"
    CHANGE_OVER = "label.change-over"
    DOES_NOT_RUN = "label.does-not-run"
    CLEARS_LINE = "label.clears-line"
    GO_ON_IF = "label.go-on-if"
    NOTE = "label.note"
    AS_WRITTEN = "label.as-written"
    NOT_IN_PROTOCOL = "label.not-in-protocol"
    BRINGS = "label.brings"
    STOP_AFTER = "label.stop-after"
    STOP = "label.stop"
    GIVEN = "label.given"
    PROOF = "label.proof"
    SCOPE = "label.scope"


class Column(StrEnum):
    """The columns of the tables. The last are read by machines alone and have no head."""

    STEP = "column.step"
    BAG = "column.bag"
    RATE = "column.rate"
    START = "column.start"
    DURATION = "column.duration"
    VOLUME = "column.volume"
    DOSE = "column.dose"
    CUMULATIVE = "column.cumulative"
    HOLDS = "column.holds"
    CONCENTRATION = "column.concentration"
    USED = "column.used"
    DISCARDED = "column.discarded"
    TICK = "column.tick"
    DRUG = "column.drug"
    ROUTE = "column.route"
    GIVE_AT = "column.give-at"
    DUE = "column.due"
    GIVEN_AT = "column.given-at"
    INITIALS = "column.initials"
    PLANNED_DOSE = "column.planned-dose"
    REACHES_VEIN = "column.reaches-vein"
    IN_ALL = "column.in-all"
    ARRIVING_AT = "column.arriving-at"
    CLOCK = "column.clock"
    FROM_START = "column.from-start"
    NOTES = "column.notes"
    SEVERITY = "column.severity"
    CODE = "column.code"
    PLACE = "column.place"
    FINDING = "column.finding"
    SOURCE = "column.source"
    ACKNOWLEDGED = "column.acknowledged"
    PLANNED = "column.planned"
    ACTUAL = "column.actual"
    RUNNING = "column.running"
    HEART_RATE = "column.heart-rate"
    BLOOD_PRESSURE = "column.blood-pressure"
    SATURATION = "column.saturation"
    TEMPERATURE = "column.temperature"
    SYMPTOMS = "column.symptoms"
    FLOW = "flow"
    DROPS = "drops"
    DOSE_RATE = "dose rate"
    SHARE = "share"

    @property
    def head(self) -> str:
        """The head as shown; empty for a box to tick."""
        return "" if self is Column.TICK else word(self)


class RowKind(Enum):
    """What a row of a table is."""

    INFUSE = "infuse"
    OBSERVE = "observe"
    CLEARING = "clearing"
    FLUSH = "flush"
    BAG_CHANGE = "bag change"
    TOTAL = "total"
    OTHER = "other"

    @property
    def is_step(self) -> bool:
        """Whether the row is a numbered step."""
        return self in (RowKind.INFUSE, RowKind.OBSERVE, RowKind.CLEARING)
