"""Districts of the two first users' counties and their neighbours' unitary areas.

Names and codes: ONS, as in OS Code-Point Open, Open Government Licence v3. Contains OS data © Crown copyright and
database right 2025; contains Royal Mail data © Royal Mail copyright and database right 2025; contains National
Statistics data © Crown copyright and database right 2025.
"""

DISTRICTS = {
    "Kent": {
        "E07000105": "Ashford",
        "E07000106": "Canterbury",
        "E07000107": "Dartford",
        "E07000108": "Dover",
        "E07000112": "Folkestone and Hythe",
        "E07000109": "Gravesham",
        "E07000110": "Maidstone",
        "E07000111": "Sevenoaks",
        "E07000113": "Swale",
        "E07000114": "Thanet",
        "E07000115": "Tonbridge and Malling",
        "E07000116": "Tunbridge Wells",
    },
    "Medway": {"E06000035": "Medway"},
    "Derbyshire": {
        "E07000032": "Amber Valley",
        "E07000033": "Bolsover",
        "E07000034": "Chesterfield",
        "E07000035": "Derbyshire Dales",
        "E07000036": "Erewash",
        "E07000037": "High Peak",
        "E07000038": "North East Derbyshire",
        "E07000039": "South Derbyshire",
    },
    "Derby": {"E06000015": "Derby"},
}
