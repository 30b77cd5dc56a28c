"""The words of which made-up people, their streets and their countries are named.

Knows: lists, the likeliest first.
Must not know: anybody.
"""

from __future__ import annotations

from typing import Final

_WELL_KNOWN: Final = (
    "Abend", "Alder", "Amato", "Arroyo", "Ashby", "Baranek", "Bell", "Birch", "Boateng", "Brannock", "Calder", "Cato",
    "Cedeno", "Chavira", "Corrin", "Dabrowa", "Darrow", "Delmar", "Dorsey", "Dunmore", "Eboh", "Ellery", "Escalan",
    "Fairlie", "Fenwick", "Figaro", "Galvin", "Garza", "Gorski", "Greer", "Haddad", "Halloway", "Harrow", "Huang",
    "Ibarra", "Ilves", "Jarrett", "Jelinek", "Joyner", "Kaminer", "Kerrigan", "Kowal", "Landry", "Larkin", "Linares",
    "Lowell", "Maddox", "Marek", "Mendel", "Moreno", "Nakata", "Narvik", "Nguyen", "Norwood", "Obi", "Okada", "Olmedo",
    "Orlov", "Padilla", "Pascal", "Patel", "Pruitt", "Quill", "Quiroga", "Ramsey", "Redfern", "Rojas", "Rosado",
    "Salter", "Santoro", "Sekula", "Shaw", "Solano", "Stroud", "Tamar", "Thorne", "Tran", "Ulrich", "Vance", "Varga",
    "Velez", "Wadley", "Wexler", "Whitlow", "Yoon", "Zamora", "Zeller", "Zielin",
)  # fmt: skip
_BEGINNINGS: Final = (
    "Ald", "Ambr", "Arl", "Barr", "Bolt", "Brun", "Cald", "Cast", "Corv", "Dagn", "Dorn", "Eber", "Elst", "Fald", "Ferr",
    "Gald", "Gorv", "Hald", "Holt", "Ingr", "Jarv", "Kald", "Kest", "Lanc", "Lorm", "Mald", "Morv", "Nest", "Nord", "Orl",
    "Ost", "Pald", "Pern", "Quend", "Rald", "Rost", "Sald", "Selv", "Tarv", "Tind", "Uld", "Vald", "Vint", "Wald", "Wint",
    "Yald", "Zald", "Zorn",
)  # fmt: skip
_ENDINGS: Final = (
    "", "ado", "aker", "ani", "any", "asco", "ashi", "aury", "ayo", "berg", "by", "ek", "ell", "en", "ero", "erly", "ett",
    "ez", "ford", "ham", "ia", "iak", "ian", "ic", "ier", "ikov", "ino", "is", "ley", "man", "mont", "o", "ora", "ova",
    "sen", "ska", "ton", "ulo", "wick", "yan",
)  # fmt: skip
SURNAMES: Final = _WELL_KNOWN + tuple(
    f"{beginning}{ending}" for ending in _ENDINGS for beginning in _BEGINNINGS
)
"""Some two thousand."""

GIVEN_NAMES: Final = {
    "F": (
        "Ada", "Alma", "Anita", "Bea", "Carmen", "Celia", "Dalia", "Edith", "Elena", "Faye", "Gloria", "Hana", "Ines",
        "Irene", "Joan", "Katya", "Leona", "Lucia", "Mabel", "Marta", "Nadia", "Nora", "Odette", "Paula", "Renee",
        "Rosa", "Sabine", "Tessa", "Vera", "Yara", "Agnes", "Beatriz", "Clara", "Doris", "Esme", "Flora", "Greta",
        "Hilda", "Iris", "Josefa", "Keiko", "Lena", "Mina", "Noemi", "Olga", "Petra", "Rhea", "Signe", "Thelma", "Uma",
    ),
    "M": (
        "Abel", "Amir", "Andre", "Basil", "Bruno", "Cesar", "Clyde", "Darius", "Diego", "Emil", "Ezra", "Felix",
        "Gavin", "Hector", "Hugo", "Ivan", "Jonas", "Julian", "Karim", "Leon", "Luis", "Marcus", "Milo", "Nestor",
        "Omar", "Otis", "Pavel", "Ruben", "Silas", "Tomas", "Anton", "Bela", "Casper", "Dario", "Elias", "Fritz",
        "Gil", "Henrik", "Igor", "Jorge", "Kofi", "Lars", "Mateo", "Niels", "Oscar", "Piotr", "Rafael", "Stefan",
        "Tariq", "Viktor",
    ),
}  # fmt: skip
COUNTRIES: Final = {
    "United States": 790, "Mexico": 82, "Poland": 18, "India": 14, "China": 12, "Philippines": 10, "Ecuador": 9,
    "Guatemala": 9, "Venezuela": 12, "Nigeria": 6, "Ukraine": 6, "Ireland": 4, "Haiti": 4, "Honduras": 6,
    "El Salvador": 5, "Colombia": 5, "Iraq": 4, "Ghana": 4,
}  # fmt: skip
STREETS: Final = (
    "Alder St", "Basin Ave", "Canal Walk", "Dock St", "Elm Row", "Foundry Ave", "Granary St", "Harbor Blvd", "Ironwork Pl",
    "Juniper St", "Kiln Ave", "Lantern Rd", "Millrace St", "Northgate Ave", "Orchard Pl", "Prairie Ave", "Quarry Rd",
    "Rivet St", "Signal Ave", "Tannery St", "Union Row", "Viaduct Ave", "Wharf St", "Yard Pl",
)  # fmt: skip
