"""The practice ground: embedded servers, a carrier emulator, a demo company; never in `live`."""
