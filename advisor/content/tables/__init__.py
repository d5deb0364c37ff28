"""Tables as files: opened safely, read with every fault by its cell, and written so that nothing runs."""
