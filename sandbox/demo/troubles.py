"""What goes wrong in the demo company's homes, and what people say of it in English and Spanish. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.language import Language


@dataclass(frozen=True)
class Charge:
    """A line of a bill. kind: service, material or labour; hours: how many are charged, one being the whole thing."""

    kind: str
    words: str
    cents: int
    thousandths: int = 1_000


@dataclass(frozen=True)
class Trouble:
    """One kind of trouble. trade: a word of the business unit's name; done: what the technician wrote afterwards."""

    category: str
    trade: str
    summary: str
    english: tuple[str, ...]
    spanish: tuple[str, ...]
    done: str
    charges: tuple[Charge, ...]
    urgent: str = "routine"


LABOUR = "Labour, per hour"

TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "plumbing", "Plumbing", "Kitchen sink drains slowly",
        ("the kitchen sink takes forever to drain and now it smells", "sink is backed up again, dishes are piling up",
         "Our kitchen drain is clogged. I tried baking soda, no luck"),
        ("el fregadero de la cocina no traga el agua", "se tapó otra vez el lavaplatos, ya no baja nada"),
        "Cleared the trap and snaked ten feet of line. Runs free.",
        (Charge("service", "Drain cleaning", 16_500), Charge("material", "P-trap, 1 1/2 inch", 1_850)),
    ),
    Trouble(
        "plumbing", "Plumbing", "Toilet keeps running",
        ("my toilet runs all night long, the water bill is going to be awful",
         "toilet wont stop running after we flush",
         "The toilet in the hall bathroom fills, stops, fills again. Every ten minutes."),
        ("el inodoro no deja de correr el agua", "el baño se queda corriendo toda la noche"),
        "New fill valve and flapper. Checked for leaks, none.",
        (Charge("service", "Toilet repair", 12_500), Charge("material", "Fill valve and flapper", 2_790)),
    ),
    Trouble(
        "water", "Plumbing", "Leak under the bathroom sink",
        ("there is water under the bathroom sink, I put a bucket",
         "cabinet under sink is soaked, something is dripping",
         "Pipe below the basin drips about once a second. Bucket is half full this morning."),
        ("gotea debajo del lavabo y ya se mojó todo el mueble", "hay una fuga en el baño, puse una cubeta"),
        "Replaced both supply lines and the shut-off. Dried the cabinet.",
        (Charge("service", "Leak repair", 18_000), Charge("material", "Supply lines and shut-off", 4_360)),
        "urgent",
    ),
    Trouble(
        "water", "Plumbing", "Water stain growing on the ceiling",
        ("brown spot on my bedroom ceiling is getting bigger, someone upstairs has a leak?",
         "water is dripping through the ceiling light in the hallway",
         "ceiling is wet and bulging a little. please hurry"),
        ("hay una mancha de agua en el techo y crece", "está goteando agua del techo de la sala"),
        "Traced to the tub drain above. Resealed it, opened the ceiling to dry. Needs paint later.",
        (Charge("service", "Leak search and repair", 24_500), Charge("labour", LABOUR, 9_500, 1_500)),
        "urgent",
    ),
    Trouble(
        "plumbing", "Plumbing", "No hot water",
        ("no hot water since last night", "shower is ice cold, the whole family is complaining",
         "Water heater seems dead. Pilot light is out and will not stay lit."),
        ("no tenemos agua caliente desde ayer", "el calentador no prende, nos bañamos con agua fría"),
        "Thermocouple was gone. New one in, pilot holds, 120 degrees at the tap.",
        (Charge("service", "Water heater repair", 21_000), Charge("material", "Thermocouple", 3_900)),
        "urgent",
    ),
    Trouble(
        "hvac", "HVAC", "Furnace blows cold air",
        ("heat is on but only cold air comes out", "its 58 in here and the furnace just clicks",
         "Furnace starts, runs a minute, shuts off. Filter was changed last month."),
        ("la calefacción echa aire frío", "no calienta el departamento, estamos con cobijas"),
        "Cleaned the flame sensor and reset. Three full cycles, steady.",
        (Charge("service", "Furnace service", 18_900), Charge("labour", LABOUR, 9_500)),
        "urgent",
    ),
    Trouble(
        "hvac", "HVAC", "Air conditioner does not cool",
        ("AC runs all day but it is 84 inside", "air conditioner leaking water on the floor and not cold",
         "The AC stopped cooling over the weekend, we have a baby at home"),
        ("el aire acondicionado no enfría nada", "el aire prende pero sale caliente"),
        "Coil was iced over. Cleared the drain, topped the charge, 18 degrees split.",
        (Charge("service", "Cooling service", 22_500), Charge("material", "Filter, 16x25", 1_490)),
    ),
    Trouble(
        "hvac", "HVAC", "Thermostat shows nothing",
        ("thermostat screen is blank", "changed the batteries in the thermostat, still dead"),
        ("el termostato no muestra nada", "el termostato se apagó y no responde"),
        "Low-voltage fuse had blown. Replaced it and the thermostat.",
        (Charge("service", "Thermostat replacement", 13_500), Charge("material", "Thermostat", 8_900)),
    ),
    Trouble(
        "electrical", "Electrical", "Outlet does not work",
        ("two outlets in the kitchen are dead, breaker looks fine", "plug by the couch stopped working",
         "Bathroom outlet has no power, pressed the little button many times"),
        ("no hay corriente en un enchufe de la cocina", "el contacto de la recámara no sirve"),
        "Loose neutral at the first outlet. Tightened, replaced the GFCI, tested all five.",
        (Charge("service", "Outlet repair", 14_000), Charge("material", "GFCI outlet", 2_650)),
    ),
    Trouble(
        "electrical", "Electrical", "Breaker trips again and again",
        ("the breaker for the living room trips every evening",
         "half the apartment goes dark when I use the microwave"),
        ("se bota el breaker cada rato", "se va la luz de media casa cuando uso el microondas"),
        "Circuit was overloaded. Moved the microwave to its own breaker.",
        (Charge("service", "Electrical diagnosis", 12_900), Charge("labour", LABOUR, 9_500, 2_000)),
    ),
    Trouble(
        "electrical", "Electrical", "Hallway light flickers",
        ("light in the stairwell flickers like a disco", "hall light on 2nd floor is out, it is really dark at night"),
        ("la luz del pasillo parpadea", "no hay luz en la escalera"),
        "New ballast and two tubes.",
        (Charge("service", "Light repair", 9_800), Charge("material", "LED fixture", 5_400)),
    ),
    Trouble(
        "appliance", "Appliance", "Refrigerator is warm",
        ("fridge is warm, I had to throw out the milk", "freezer works but the refrigerator part is 55 degrees",
         "Refrigerator stopped cooling. Food is in a cooler for now."),
        ("el refrigerador no enfría, se me echó a perder la comida", "el refri hace ruido y ya no enfría"),
        "Evaporator fan seized. Replaced it, 37 degrees after an hour.",
        (Charge("service", "Refrigerator repair", 17_500), Charge("material", "Evaporator fan", 7_450)),
        "urgent",
    ),
    Trouble(
        "appliance", "Appliance", "Dishwasher leaves water standing",
        ("dishwasher has gross water at the bottom", "dishwasher wont drain, error E24"),
        ("la lavaplatos no saca el agua", "queda agua sucia en la lavadora de platos"),
        "Glass in the drain pump. Cleared, ran two cycles.",
        (Charge("service", "Dishwasher repair", 15_500),),
    ),
    Trouble(
        "appliance", "Appliance", "Stove burner will not light",
        ("front left burner just clicks, no flame", "oven takes an hour to heat up and two burners are out"),
        ("una hornilla de la estufa no prende", "el horno no calienta bien"),
        "Cleaned the igniter and replaced its lead. No smell of gas, tested with the sniffer.",
        (Charge("service", "Range repair", 13_900), Charge("material", "Igniter", 3_280)),
    ),
    Trouble(
        "general", "Locks", "Front door lock sticks",
        ("key gets stuck in my front door", "the lock on the main entrance is so stiff my mother cannot open it",
         "Deadbolt will not turn from outside any more"),
        ("la llave se atora en la puerta", "la chapa de la entrada no cierra bien"),
        "Rekeyed and oiled, moved the strike plate two millimetres.",
        (Charge("service", "Lock repair", 11_500), Charge("material", "Cylinder", 3_900)),
    ),
    Trouble(
        "general", "Locks", "Garage door stops half way",
        ("garage door goes up half way and comes back down", "garage opener hums but nothing moves"),
        ("la puerta del garaje se queda a la mitad", "el portón eléctrico no sube"),
        "Sensors were out of line. Aligned them, balanced the springs.",
        (Charge("service", "Garage door service", 16_900),),
    ),
    Trouble(
        "general", "General", "Window will not close",
        ("bedroom window wont close all the way and it is freezing", "window in the kids room is stuck open an inch"),
        ("la ventana no cierra y entra mucho frío", "se rompió el seguro de la ventana"),
        "New balance and latch on the sash.",
        (Charge("service", "Window repair", 12_000), Charge("material", "Sash balance", 2_980)),
    ),
    Trouble(
        "general", "General", "Mice in the kitchen",
        ("I saw a mouse behind the stove, second time this week", "something is scratching in the wall at night"),
        ("vi un ratón en la cocina", "hay ratones, encontré sus huellas en la despensa"),
        "Sealed four gaps behind the stove and set traps. Will look again in a week.",
        (Charge("service", "Pest visit", 14_500),),
    ),
    Trouble(
        "general", "General", "Cabinet door has come off",
        ("cabinet door fell off in my hand", "kitchen drawer is broken, the front came off"),
        ("se cayó la puerta de un gabinete", "se rompió un cajón de la cocina"),
        "New hinges, door hangs straight.",
        (Charge("service", "Carpentry", 9_500), Charge("material", "Hinges, pair", 1_260)),
    ),
    Trouble(
        "general", "General", "Smoke alarm chirps",
        ("smoke detector beeps every minute, I can't sleep", "the alarm in the hall chirps even with a new battery"),
        ("el detector de humo pita cada minuto", "la alarma de humo no para de sonar aunque cambié la pila"),
        "Unit was eleven years old. Replaced it and tested all of the floor.",
        (Charge("service", "Alarm replacement", 8_500), Charge("material", "Smoke alarm", 3_450)),
    ),
)  # fmt: skip
ENGLISH_OPENERS = ("Hi, ", "Hello, ", "", "", "Hey, ", "Hello again, ", "Hi there, ")
ENGLISH_CLOSERS = (
    ". Thanks",
    "",
    "",
    ". Thank you!",
    ", can someone come?",
    ". I'm home after 5",
    ". Please help",
)
SPANISH_OPENERS = ("Hola, ", "", "Buen día, ", "Qué tal, ", "Disculpe, ")
SPANISH_CLOSERS = (
    ". Gracias",
    "",
    ", ¿pueden venir?",
    ". Estoy en casa por la tarde",
    ". Muchas gracias",
)
# Whether the work is done, and the language of who says thank you.
THANKS = {
    (False, Language.ENGLISH): ("thank you!", "Great, thanks", "ok see you then", "Perfect."),
    (True, Language.ENGLISH): (
        "works now, thanks so much",
        "Yes, all good",
        "thank you, he was very kind",
    ),
    (False, Language.SPANISH): ("gracias", "ok, aquí estaré", "Muy bien, gracias"),
    (True, Language.SPANISH): (
        "ya quedó, mil gracias",
        "Sí, todo bien",
        "muchas gracias, muy amable",
    ),
}
