"""What a technician's command comes to: pure pieces that the technician flow puts together."""
