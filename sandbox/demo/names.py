"""Invented names, streets and firms of the demo company, and telephone numbers that nobody can have. Pure."""

from __future__ import annotations

from collections.abc import Iterator


def _words(said: str) -> tuple[str, ...]:
    return tuple(said.split())


FIRST_ENGLISH = _words(
    "Aaron Abigail Adele Alan Alice Amber Andre Anita April Arthur Ava Barbara Beth Bernard Brenda Brian Calvin Carla "
    "Carol Cecil Charlene Chloe Clara Clark Connie Craig Cynthia Damon Darlene Dean Deborah Denise Derek Diane Donald "
    "Doris Dwayne Earl Edith Eleanor Elliot Emma Erica Ethan Evelyn Felix Fiona Floyd Frances Gail Gary Gerald Gina "
    "Gloria Grace Greta Hannah Harriet Hazel Helen Howard Ian Irene Isaac Ivy Jacob Janet Jared Jasmine Jean Joanne "
    "Joel Joyce Judith Karl Kathleen Keith Kelly Kendra Lamar Laura Leah Leon Lester Lila Lorraine Lucas Lydia Marcus "
    "Margaret Marvin Megan Melvin Mildred Miles Mona Nadine Nathan Neil Nora Norman Olive Oscar Owen Paige Pamela Paul "
    "Peggy Phyllis Priya Quentin Rachel Ralph Regina Rhonda Roland Rosalie Roy Ruth Samantha Scott Sean Sheila Simon "
    "Stella Tamara Terrence Theresa Tobias Trevor Valerie Vernon Vivian Walter Wanda Wendell Wesley Yvonne Zachary"
)
FIRST_SPANISH = _words(
    "Adriana Alejandro Alma Álvaro Beatriz Carmen Catalina César Consuelo Daniela Diego Dolores Eduardo Elena Emilio "
    "Esperanza Esteban Fernanda Francisco Gabriela Gustavo Héctor Inés Ignacio Javier Josefina Julián Leticia Lorena "
    "Lupe Marisol Mateo Mercedes Miguel Natalia Octavio Paloma Patricio Pilar Rafael Ramiro Raquel Rocío Salvador "
    "Silvia Teodoro Valeria Vicente Xiomara Yolanda"
)
LAST_ENGLISH = _words(
    "Abernathy Ackerman Alder Ashby Bancroft Barlow Beckett Birch Blackwood Bramley Brightwell Calder Carver Chadwick "
    "Cobb Corbin Crane Dalton Danvers Deacon Drummond Eastman Ellery Fairchild Farrow Fenwick Fielding Galloway "
    "Garrick Gibbs Goodall Granger Hadley Hale Harlow Hartwell Hensley Holloway Huxley Ingram Jarvis Keating Kessler "
    "Kirkland Langley Larkin Lockwood Lowell Maddox Marlowe Mercer Merrick Nash Norwood Oakley "
    "Okafor Osborne Palmer Pemberton "
    "Prescott Quimby Radcliffe Ramsey Redmond Ridley Rowan Sawyer Selby Shepard Stanton Sterling Tate Thorne Tilden "
    "Upton Vance Wakefield Waverly Whitlock Wilder Winslow Yardley York Nowak Kowal Haddad Nguyen Osei Patel Lindholm"
)
LAST_SPANISH = _words(
    "Aguilar Alvarado Arroyo Barrera Benítez Bustos Cabrera Campos Cárdenas Castañeda Cordero Delgado Duarte Escobedo "
    "Espinoza Figueroa Fuentes Galván Guerrero Ibarra Jiménez Lozano Maldonado Mejía Montoya Navarro Ochoa Olvera "
    "Pacheco Paredes Peralta Quintero Rangel Robles Rosales Salinas Sandoval Serrano Tovar Urbina Valdez Villaseñor"
)
STREETS = _words(
    "Alder Amberley Ashgrove Aspen Bayfield Beacon Birchwood Bluff Briar Brookline Calumet Canal Cedarview Chestnut "
    "Clearwater Clover Copper Cottonwood Dearfield Dover Eastgate Elmhurst Fairview Fern Foster Foxglove Garnet Glen "
    "Granite Greenleaf Harbor Hawthorn Hazel Heather Hickory Holly Ironwood Ivory Juniper Kestrel Kingsley Lakeview "
    "Larch Laurel Linden Magnolia Maplewood Marigold Meadow Mill Mulberry Northfield Orchard Parkside Pebble Poplar "
    "Prairie Quarry Ravine Redwood Ridgeway River Rosewood Sable Sandstone Sawmill Silverleaf Spruce Sycamore "
    "Tanglewood Thistle Timber Valley Vine Walnut Waterfall Westgate Wicker Willow Windmill Yarrow"
)
STREET_KINDS = ("Street", "Avenue", "Court", "Lane", "Road", "Place", "Boulevard")
HOUSES = ("Court", "Terrace", "Gardens", "House", "Flats", "Commons", "Manor", "Square", "Lofts")
MANAGING_FIRMS = (
    "Beacon Residential", "Northwind Property Care", "Lakeshore Dwellings", "Harborline Management",
    "Cedar & Stone Homes",
    "Prairie Gate Properties", "Red Lantern Realty", "Silver Birch Living", "Meridian Rentals", "Good Neighbor Housing",
    "Three Rivers Property Group", "Keystone Row Management", "Open Door Apartments", "Longview Residential",
    "Sunfield Homes", "Parkway Tenancy Services",
)  # fmt: skip
BUSINESSES = (
    "Bakery", "Dental Clinic", "Bicycle Shop", "Print Works", "Day Nursery", "Laundromat", "Coffee Roasters",
    "Law Office", "Veterinary Clinic", "Yoga Studio", "Hardware Store", "Noodle House", "Book Shop",
    "Florist", "Barber Shop",
)  # fmt: skip
CITIES = (
    ("Chicago", "60614"), ("Chicago", "60618"), ("Chicago", "60647"), ("Chicago", "60625"), ("Evanston", "60201"),
    ("Oak Park", "60302"), ("Skokie", "60076"), ("Cicero", "60804"), ("Berwyn", "60402"),
)  # fmt: skip
# People keep the number they had before they moved. 312 is left to the cast of the practice ground.
AREAS = (
    773, 872, 847, 224, 630, 331, 708, 464, 815, 779, 217, 309, 618, 219, 260, 317, 414, 262, 608, 920, 313, 248, 586,
    734, 616, 517, 216, 330, 419, 513, 614, 937, 502, 606, 314, 636, 816, 417, 515, 563, 319, 651, 612, 763, 952, 507,
    402, 308, 316, 785, 405, 918, 214, 972, 469, 817,
)  # fmt: skip
NUMBERS_AN_AREA = 100


def fictitious_numbers() -> Iterator[str]:
    """Telephone numbers 555-0100 to 555-0199 of each area, which are kept for stories; each comes once."""
    for last in range(NUMBERS_AN_AREA):
        for area in AREAS:
            yield f"+1{area}55501{last:02d}"
