"""Names for invented children and grown-ups of the demo schools; none is a real person's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """Names that go together in one family."""

    family: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    is_eal: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Each group stands in the list about as often as in a town in England.
BRITISH = Names(
    family=_words(
        "Ashdown Barlow Carrick Dunmore Elsworth Fairley Garside Hollins Inskip Jessop Kirkwood"
        " Lockyer Marlowe Netherby Oakden Pennock Quayle Rushton Selwyn Thackray Underhill"
        " Verrall Whitcombe Yardley O'Rourke MacAllan Prosser Tregenna"
    ),
    girls=_words(
        "Olivia Poppy Isla Daisy Freya Evie Matilda Florence Rosie Willow Erin Niamh Seren"
        " Harriet Beatrix Orla Megan Imogen Edie Tabitha"
    ),
    boys=_words(
        "Alfie Oscar Freddie Archie Finley Reuben Toby Rory Stanley Callum Jude Elliot Dylan"
        " Barnaby Rhys Euan Albie Ted Felix Joss"
    ),
    women=_words("Hannah Laura Gemma Sophie Kerry Rachel Leanne Bethan Joanne Claire Natalie"),
    men=_words("Daniel Gareth Lee Matthew Craig Stephen Andrew Owen Ross Martin Simon"),
)
SOUTH_ASIAN = Names(
    family=_words("Chaudhry Mirza Sandhu Rahmani Iyengar Begum Parmar Gillani"),
    girls=_words("Aaliyah Zara Simran Anaya Hafsa Meera Inaya Jasleen"),
    boys=_words("Ibrahim Rayyan Arjun Zayn Kabir Haroon Jovan Dev"),
    women=_words("Saima Harpreet Nadia Lakshmi Rukhsana Priya"),
    men=_words("Imran Gurdeep Tariq Suresh Faisal Anil"),
    is_eal=True,
)
AFRICAN_CARIBBEAN = Names(
    family=_words("Adeyemi Boateng Campbell Ekwueme Mensah Delacroix Osagie Bangura"),
    girls=_words("Amara Chidera Kezia Tiana Ama Zuri Nia Adaeze"),
    boys=_words("Tobi Malachi Kwame Elijah Jayden Emeka Isaiah Kofi"),
    women=_words("Folake Abena Marcia Ngozi Yvonne Comfort"),
    men=_words("Chinedu Kwabena Delroy Tunde Winston Samuel"),
)
EAST_EUROPEAN = Names(
    family=_words("Nowicki Zielak Petrauskis Dumitrescu Ivanek Kovalyuk"),
    girls=_words("Maja Zofia Ema Ioana Darya Lena"),
    boys=_words("Kacper Filip Lukas Andrei Matvei Oskar"),
    women=_words("Agnieszka Ruta Elena Oksana Katarzyna"),
    men=_words("Tomasz Jonas Mihai Pavel Marek"),
    is_eal=True,
)
ELSEWHERE = Names(
    family=_words("Haidari Warsame Tran Liu Demirel Fernandes"),
    girls=_words("Yasmin Hodan Linh Mei Elif Lucia"),
    boys=_words("Yusuf Abdi Minh Jun Emre Mateo"),
    women=_words("Leila Sagal Hoa Xiaoyan Ayse Carmen"),
    men=_words("Navid Farah Duc Wei Kemal Rui"),
    is_eal=True,
)

GROUPS = (
    *(BRITISH,) * 8,
    *(SOUTH_ASIAN,) * 3,
    *(AFRICAN_CARIBBEAN,) * 2,
    EAST_EUROPEAN,
    ELSEWHERE,
)

# Four of these, chosen at random for each installation, make a password.
PASSWORD_WORDS = _words(
    "acorn anchor badger basket beacon birch bramble candle canal castle cedar clover cobble"
    " copper coral cricket daisy ember falcon fern ferry flint garden ginger harvest hazel heron"
    " island ivory jigsaw juniper kettle lantern lemon linen maple marble meadow mitten nettle"
    " orchard otter paddle pebble pepper pillow planet pocket puddle quarry ribbon robin saddle"
    " sailor silver sparrow spindle squirrel teapot thimble thistle timber tulip velvet walnut"
    " whistle willow window winter yellow"
)
