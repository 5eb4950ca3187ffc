"""What pages go to: a printer, where the system has one that speaks over no network of ours, or a PDF.

On Linux there is the PDF alone: the library of CUPS opens internet sockets (FORMATS K1).
"""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QStandardPaths
from PySide6.QtGui import QPagedPaintDevice, QPageSize, QPdfWriter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from reader.language import tr


def can_print() -> bool:
    """Whether there is a printer to print on. Asks the system on Windows only."""
    if sys.platform != "win32":
        return False
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - only where something is printed

    return bool(QPrinterInfo.availablePrinterNames())


def choose_printer(parent: QWidget, title: str) -> QPagedPaintDevice | None:
    """The printer that was chosen in the system's dialog, set to whole sheets; None where it was cancelled."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - only where something is printed

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return None
    return printer


def pdf(title: str, paint: Callable[[QPagedPaintDevice], int]) -> tuple[bytes, int]:
    """What `paint` paints as an A4 PDF, and the number of pages it answers.

    In memory: nothing half-written ever lies on a disk. Raises as `paint`.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator(tr("Briefing Reader"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    pages = paint(writer)
    return bytes(buffer.data().data()), pages


def choose_file(parent: QWidget, name: str) -> Path | None:
    """Where a PDF is to be saved, begun with the person's documents; None where it was cancelled."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, tr("Save as PDF"), folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(f"{tr('PDF documents')} (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    chosen = dialog.selectedFiles() if dialog.exec() == QDialog.DialogCode.Accepted else []
    dialog.deleteLater()
    return Path(chosen[0]) if chosen else None
