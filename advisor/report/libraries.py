"""The system libraries that PDF needs, and how to get them. ``setup/libraries`` names the same."""

DEBIAN = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FEDORA = "dnf install pango harfbuzz"
MACOS = "brew install pango"
WINDOWS = "install MSYS2, then pacman -S mingw-w64-ucrt-x86_64-pango"
REMEDY = (
    "PDF reports need Pango and HarfBuzz, which are missing here."
    f" Debian or Ubuntu: {DEBIAN}; Fedora: {FEDORA}; macOS: {MACOS}; Windows: {WINDOWS}."
)
