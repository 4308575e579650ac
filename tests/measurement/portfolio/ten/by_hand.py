"""What is expected of the ten contracts of ``tests/builders/portfolio``, worked out on paper. Nothing here is computed.

Periods that ended from 1 April 2025 to 31 March 2026, as known on the evening of 25 April 2026. Returns of a quarter are due 20
days after it; the last ones were due on 20 April.
"""

# (contract, KPI): priority, directorate, measure, unit, kind, direction
WHERE = {
    ("P-01", 1): ("LE", "ASCH", "LE2.2", "apprenticeships", "sum", "higher"),
    ("P-01", 2): ("LE", "ASCH", "LE2.2", "apprenticeships", "sum", "higher"),
    ("P-02", 1): ("CD", "ASCH", "CD2.1", "days", "sum", "higher"),
    ("P-02", 2): ("LE", "ASCH", "LE1.1", "people", "sum", "higher"),
    ("P-03", 1): ("GS", "ASCH", "GS2.1", "homes", "sum", "higher"),
    ("P-03", 2): ("GS", "ASCH", "GS2.1", "homes", "sum", "higher"),
    ("P-04", 1): (None, "ASCH", None, "complaints", "sum", "lower"),
    ("P-04", 2): (None, "ASCH", None, "complaints", "sum", "lower"),
    ("P-04", 3): (None, "ASCH", None, "complaints", "sum", "lower"),
    ("P-05", 1): ("LE", "ASCH", "LE2.1", "%", "ratio", "higher"),
    ("P-05", 2): ("BK", "ASCH", "BK2.1", "%", "ratio", "higher"),
    ("P-05", 3): ("GE", "ASCH", "GE2.2", "%", "ratio", "lower"),
    ("P-06", 1): ("BK", "GET", "BK1.3", "%", "level", "higher"),
    ("P-06", 2): ("BK", "GET", "BK2.1", "%", "ratio", "higher"),
    ("P-07", 1): ("GS", "GET", "GS1.3", "kept", "yes_no", "higher"),
    ("P-07", 2): ("CD", "GET", "CD3.1", "done", "milestone", "higher"),
    ("P-07", 3): ("LE", "GET", "LE2.2", "apprenticeships", "sum", "higher"),
    ("P-08", 1): ("LE", "GET", "LE2.2", "apprenticeships", "sum", "higher"),
    ("P-09", 1): ("LE", "GET", "LE2.2", "apprenticeships", "sum", "higher"),
    ("P-10", 1): ("LE", "GET", "LE1.1", "people", "sum", "higher"),
    ("P-10", 2): ("BK", "GET", "GS2.1", "homes", "sum", "higher"),
    ("P-10", 3): ("LE", "GET", "LE1.1", "people", "sum", "higher"),
    ("P-10", 4): ("CD", "GET", "CD2.1", "days", "sum", "higher"),
}

# (contract, KPI): expected, reported, waiting, late, value, target, minimum, standing
KPIS = {
    # 3 + 4 + 2 + 3 = 12 of 4 × 3, at least 4 × 2
    ("P-01", 1): (4, 4, 0, 0, "12", "12", "8", "on_target"),
    # 1 + 2 + 0 + 5, no period has a target
    ("P-01", 2): (4, 4, 0, 0, "8", None, None, "no_target"),
    # 20 + 20 without a target, then 7 + 10 = 17 of 10 + 10, at least 8 + 8; shown are all 57
    ("P-02", 1): (4, 4, 0, 0, "57", "20", "16", "below_target"),
    # 1 + 2 + 2 + 2 = 7 of 4 × 2: the 1 that the council has not agreed yet does not count; no minimum
    ("P-02", 2): (4, 4, 0, 0, "7", "8", None, "below_target"),
    # 4 × 5 = 20 of 4 × 10; two of the four periods have no minimum, so there is none
    ("P-03", 1): (4, 4, 0, 0, "20", "40", None, "below_target"),
    # The same with 4 × 8 = 32 in all four
    ("P-03", 2): (4, 4, 0, 0, "20", "40", "32", "below_minimum"),
    # 4 complaints, at most 3 a year, limit 6
    ("P-04", 1): (4, 4, 0, 0, "4", "3", "6", "below_target"),
    # 5 + 4 + 3 + 2 = 14, at most 10, limit 12
    ("P-04", 2): (4, 4, 0, 0, "14", "10", "12", "below_minimum"),
    # All 3 of the 3 allowed, in one quarter
    ("P-04", 3): (4, 4, 0, 0, "3", "3", None, "on_target"),
    # (3 + 1 + 6) of (100 + 50 + 150) = 10 of 300; the second quarter had no cases
    ("P-05", 1): (4, 4, 0, 0, "3.333333", "3", "2", "on_target"),
    # (9 + 80) of (10 + 100) = 89 of 110 = 80.909090…; not the mean of 90 % and 80 %; the last was never sent
    ("P-05", 2): (4, 3, 0, 1, "80.909091", "90", "85", "below_minimum"),
    # No cases in any of the four
    ("P-05", 3): (4, 4, 0, 0, None, None, None, "nothing_due"),
    # (80 × 92 days + 40 × 38 days) ÷ 130 days = 8,880 ÷ 130 = 68.307692…; the plain mean would be 60
    ("P-06", 1): (2, 2, 0, 0, "68.307692", "70", "60", "below_target"),
    # (1 + 9) of (2 + 10) = 10 of 12
    ("P-06", 2): (2, 2, 0, 0, "83.333333", "80", None, "on_target"),
    # Kept in three of four quarters
    ("P-07", 1): (4, 4, 0, 0, "3", "4", None, "below_target"),
    # Done by 31 December, reported on 10 January
    ("P-07", 2): (1, 1, 0, 0, "1", "1", None, "on_target"),
    # 4 + 3 + 2 = 9. Of the third quarter's 92 days 46 are left: 2 of 4, at least 1 of 2; 4 + 4 + 2, at least 2 + 2 + 1
    ("P-08", 1): (3, 3, 0, 0, "9", "10", "5", "below_target"),
    # The third quarter in two halves of 46 days, 2 and 2 of 4, at least 1 and 1: 4 + 4 + 2 + 1 + 4 of 4 + 4 + 2 + 2 + 4
    ("P-09", 1): (5, 5, 0, 0, "15", "16", "8", "below_target"),
    # 5 + 5 of 5 + 5; the third waits, the fourth was never sent
    ("P-10", 1): (4, 2, 1, 1, "10", "10", None, "on_target"),
    # Reported from January: one period
    ("P-10", 2): (1, 1, 0, 0, "2", "5", None, "below_target"),
    # The second quarter was given up: 5 + 5 + 4 of 3 × 5
    ("P-10", 3): (3, 3, 0, 0, "14", "15", None, "below_target"),
    # Sent in time and sent back: neither waiting nor late
    ("P-10", 4): (1, 0, 0, 0, None, None, None, "not_reported"),
    # P-10 KPI 5 is not agreed: it is nowhere
}

# The council's own duty, of which the last return is late: 3 × 100 of 3 × 1
CLIENT_SIDE = {("P-07", 3): (4, 3, 0, 1, "300", "3", None, "on_target")}

# P-01 KPI 1 once its last 3 are corrected to 1: 3 + 4 + 2 + 1 = 10 of 12
CORRECTED = (4, 4, 0, 0, "10", "12", "8", "below_target")

# Measure, unit, kind, direction, expected, reported, waiting, value, target
MEASURES = [
    # P-05: 89 of 110 at 90 %, P-06: 10 of 12 at 80 %: 99 of 122, and (90 × 110 + 80 × 12) ÷ 122 = 10,860 ÷ 122
    ("BK2.1", "%", "ratio", "higher", 6, 5, 0, "81.147541", "89.016393"),
    # A level is not joined over contracts
    ("BK1.3", "%", "level", "higher", 2, 2, 0, None, None),
    # P-02 57 of 20 (17 of it), and P-10 nothing reported
    ("CD2.1", "days", "sum", "higher", 5, 4, 0, "57", "20"),
    ("CD3.1", "done", "milestone", "higher", 1, 1, 0, "1", "1"),
    ("GE2.2", "%", "ratio", "lower", 4, 4, 0, None, None),
    ("GS1.3", "kept", "yes_no", "higher", 4, 4, 0, "3", "4"),
    # P-03 20 + 20 of 40 + 40, and under another priority P-10 2 of 5
    ("GS2.1", "homes", "sum", "higher", 9, 9, 0, "42", "85"),
    # P-02 7 of 8, P-10 10 of 10 and 14 of 15
    ("LE1.1", "people", "sum", "higher", 11, 9, 1, "31", "33"),
    ("LE2.1", "%", "ratio", "higher", 4, 4, 0, "3.333333", "3"),
    # P-01 12 of 12 and 8 of nothing, P-08 9 of 10, P-09 (of the newer version) 15 of 16; the council's own 300 are not in it
    ("LE2.2", "apprenticeships", "sum", "higher", 16, 16, 0, "44", "38"),
]

# KPIs, on target, below target, below minimum, not reported, no target, nothing due, expected, reported, waiting
PRIORITIES = {
    "LE": (8, 3, 4, 0, 0, 1, 0, 31, 29, 1),
    "BK": (4, 1, 2, 1, 0, 0, 0, 9, 8, 0),
    "CD": (3, 1, 1, 0, 1, 0, 0, 6, 5, 0),
    "GE": (1, 0, 0, 0, 0, 0, 1, 4, 4, 0),
    "GS": (3, 0, 2, 1, 0, 0, 0, 12, 12, 0),
    None: (3, 1, 1, 1, 0, 0, 0, 12, 12, 0),
}
DIRECTORATES = {"ASCH": (12, 3, 4, 3, 0, 1, 1, 48, 47, 0), "GET": (10, 3, 6, 0, 1, 0, 0, 26, 23, 1)}
TOTAL = (22, 6, 10, 3, 1, 1, 1, 74, 70, 1)
LATE = 2

# What oversight, reports and the paper say of each measure under its priority: (measure, said)
SAID = {
    "LE": [
        ("LE1.1", "31 of the 33 people promised"),
        ("LE2.1", "3.33 %, at least 3 % agreed; 10 of 300"),
        ("LE2.2", "36 of the 38 apprenticeships promised; 44 apprenticeships in all periods, some of them without a target"),
    ],
    "BK": [
        ("BK1.3", "Each KPI stands for itself: 1 below target"),
        ("BK2.1", "81.15 %, at least 89.02 % agreed; 99 of 122"),
        ("GS2.1", "2 of the 5 homes promised"),
    ],
    "CD": [
        ("CD2.1", "17 of the 20 days promised; 57 days in all periods, some of them without a target"),
        ("CD3.1", "1 of 1 done"),
    ],
    "GE": [("GE2.2", "No cases")],
    "GS": [("GS1.3", "3 of 4 kept"), ("GS2.1", "40 of the 80 homes promised")],
}

# What stands behind the sentences in the paper's tables, priority by priority: (measure, part of what was promised, returns).
PAPER = {
    "LE": [
        ("LE1.1", "93.9 %", "9 of 11 returns verified, 1 waiting to be verified, 1 late"),
        ("LE2.1", "–", "4 of 4 returns verified"),
        ("LE2.2", "94.7 %", "16 of 16 returns verified"),
    ],
    "BK": [
        ("BK1.3", "–", "2 of 2 returns verified"),
        ("BK2.1", "–", "5 of 6 returns verified, 1 late"),
        ("GS2.1", "40 %", "1 of 1 return verified"),
    ],
    "CD": [("CD2.1", "85 %", "4 of 5 returns verified"), ("CD3.1", "–", "1 of 1 return verified")],
    "GE": [("GE2.2", "–", "4 of 4 returns verified")],
    "GS": [("GS1.3", "–", "4 of 4 returns verified"), ("GS2.1", "50 %", "8 of 8 returns verified")],
}

# What the page of a contract says of each KPI
SENTENCES = {
    ("P-01", 1): "12 of the 12 apprenticeships promised",
    ("P-01", 2): "8 apprenticeships, without a target",
    ("P-02", 1): "17 of the 20 days promised; 57 days in all periods, some of them without a target",
    ("P-02", 2): "7 of the 8 people promised",
    ("P-03", 1): "20 of the 40 homes promised",
    ("P-03", 2): "20 of the 40 homes promised",
    ("P-04", 1): "4 complaints, at most 3 agreed",
    ("P-04", 2): "14 complaints, at most 10 agreed",
    ("P-04", 3): "3 complaints, at most 3 agreed",
    ("P-05", 1): "3.33 %, at least 3 % agreed",
    ("P-05", 2): "80.91 %, at least 90 % agreed",
    ("P-05", 3): "No cases",
    ("P-06", 1): "68.31 %, at least 70 % agreed",
    ("P-06", 2): "83.33 %, at least 80 % agreed",
    ("P-07", 1): "3 of 4 kept",
    ("P-07", 2): "1 of 1 done",
    ("P-07", 3): "300 of the 3 apprenticeships promised",
    ("P-08", 1): "9 of the 10 apprenticeships promised",
    ("P-09", 1): "15 of the 16 apprenticeships promised",
    ("P-10", 1): "10 of the 10 people promised",
    ("P-10", 2): "2 of the 5 homes promised",
    ("P-10", 3): "14 of the 15 people promised",
    ("P-10", 4): "Nothing verified yet",
}

# The two numbers of a share, which some pages say beside it
NUMBERS = {("P-05", 1): "10 of 300", ("P-05", 2): "89 of 110", ("P-06", 2): "10 of 12"}

# Contract list: returns verified, and what needs attention
LISTED = {
    "P-01": ("8 of 8", "None"),
    "P-02": ("8 of 8", "2 below target"),
    "P-03": ("8 of 8", "1 below minimum 1 below target"),
    "P-04": ("12 of 12", "1 below minimum 1 below target"),
    "P-05": ("11 of 12", "1 late 1 below minimum"),
    "P-06": ("4 of 4", "1 below target"),
    "P-07": ("5 of 5", "1 below target"),
    "P-08": ("3 of 3", "1 below target"),
    "P-09": ("5 of 5", "1 below target"),
    "P-10": ("6 of 9", "1 late 2 below target"),
}
LABELS = {
    "on_target": "On target",
    "below_target": "Below target",
    "below_minimum": "Below minimum",
    "not_reported": "Not reported",
    "no_target": "No target",
    "nothing_due": "Nothing due yet",
}
