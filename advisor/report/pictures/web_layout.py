"""Where everything stands in the picture of the causal web: laid out once, kept as data.

The web is the same for every report of one knowledge base; a report only changes colour and emphasis.
After contexts or links change, lay it out anew: ``python -m advisor.report.pictures.lay_out_web``.
"""

from functools import cache

from pydantic import Field

from advisor.content.folders import content_folder
from advisor.content.yaml_reader import read_yaml
from advisor.model.base import Model

FILE = "web_layout.yaml"


class Box(Model):
    """A rectangle of the picture, in tenths of a millimetre from the top left."""

    id: str = Field(description="What stands in it.")
    x: int = Field(description="Left edge.")
    y: int = Field(description="Top edge.")
    width: int = Field(description="Width.")
    height: int = Field(description="Height.")

    def holds(self, other: "Box") -> bool:
        """Return whether the centre of another rectangle lies in this one."""
        return (
            self.x <= other.centre <= self.x + self.width and self.y <= other.middle <= self.y + self.height
        )

    @property
    def middle(self) -> int:
        """Height of the middle."""
        return self.y + self.height // 2

    @property
    def centre(self) -> int:
        """Distance of the centre from the left."""
        return self.x + self.width // 2


class WebLayout(Model):
    """The whole picture."""

    width: int = Field(description="Width of the picture.")
    height: int = Field(description="Height of the picture.")
    mechanisms: tuple[Box, ...] = Field(description="Mechanisms, in the core.")
    bands: tuple[Box, ...] = Field(description="Groups of contexts, each named for the mechanism it acts on.")
    contexts: tuple[Box, ...] = Field(description="Contexts, in their groups.")


@cache
def web_layout() -> WebLayout:
    """Return the layout that is kept beside the rules."""
    return WebLayout.model_validate(read_yaml(content_folder("rules") / FILE).data)
