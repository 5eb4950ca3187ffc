"""An SVG as PNG files: `icons.py SVG FOLDER NAME SIZE ...` writes FOLDER/SIZExSIZE/NAME.png, where Qt is installed."""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def draw(renderer: QSvgRenderer, size: int) -> QImage:
    """The picture at `size` pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    return image


def main() -> int:
    """Draw every size."""
    source, folder, name, *sizes = sys.argv[1:]
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(source)
    for size in map(int, sizes):
        file = Path(folder) / f"{size}x{size}" / f"{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not draw(renderer, size).save(str(file)):
            sys.exit(f"{file} cannot be written")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
