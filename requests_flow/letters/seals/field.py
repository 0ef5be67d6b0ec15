"""The seal on the page: a tagged signature field with the picture in it.

It is added after the printed bytes, in the same revision as the signature, so that the bytes that
were approved and kept do not depend on how a letter is sealed, and no picture of a seal ever stands
in a file without a signature. With the tags the file is PDF/A-3a and PDF/UA-1 after it as before.
"""

from __future__ import annotations

from typing import Any

from .picture import layers

FIELD = "OrganSeal"
_PRINTED_AND_LOCKED = 4 + 128


def add_field(
    writer: Any, *, page: int, box: tuple[float, float, float, float], png: bytes, name: str
) -> None:
    """Put the field on `page` (from 0) of the incremental `writer`.

    `box`: points from the lower left corner; `name`: what is read aloud. Raises KeyError or
    IndexError if the file is not tagged as ours are.
    """
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, pdf_string
    from pyhanko.pdf_utils.generic import NumberObject as Number
    from pyhanko.pdf_utils.generic import pdf_name as n

    sheet_reference = writer.find_page_for_modification(page)[0]
    sheet = sheet_reference.get_object()
    looks = DictionaryObject({n("/N"): _appearance(writer, box, png)})
    widget = DictionaryObject(
        {
            n("/Type"): n("/Annot"),
            n("/Subtype"): n("/Widget"),
            n("/FT"): n("/Sig"),
            n("/T"): pdf_string(FIELD),
            n("/TU"): pdf_string(name),
            n("/Rect"): ArrayObject(FloatObject(one) for one in box),
            n("/F"): Number(_PRINTED_AND_LOCKED),
            n("/P"): sheet_reference,
            n("/AP"): looks,
        }
    )
    reference = writer.add_object(widget)
    annotations = sheet.setdefault(n("/Annots"), ArrayObject())
    annotations.append(reference)
    sheet[n("/Tabs")] = n("/S")
    writer.update_container(annotations)
    writer.mark_update(sheet_reference)
    widget[n("/StructParent")] = Number(_tag(writer, reference, sheet_reference, name))
    form = DictionaryObject({n("/Fields"): ArrayObject([reference]), n("/SigFlags"): Number(3)})
    writer.root[n("/AcroForm")] = writer.add_object(form)
    writer.update_root()


def _tag(writer: Any, widget: Any, sheet: Any, name: str) -> int:
    """Hang the field into the tree that is read aloud; its number in the tree of parents."""
    from pyhanko.pdf_utils.generic import DictionaryObject, NumberObject, pdf_string
    from pyhanko.pdf_utils.generic import pdf_name as n

    root = writer.root["/StructTreeRoot"]
    document_reference = root["/K"].raw_get(0)
    document = document_reference.get_object()
    numbers = root["/ParentTree"]["/Nums"]
    key = int(numbers[-2]) + 1
    element = writer.add_object(
        DictionaryObject(
            {
                n("/Type"): n("/StructElem"),
                n("/S"): n("/Form"),
                n("/P"): document_reference,
                n("/Alt"): pdf_string(name),
                n("/K"): DictionaryObject(
                    {n("/Type"): n("/OBJR"), n("/Obj"): widget, n("/Pg"): sheet}
                ),
            }
        )
    )
    document["/K"].append(element)
    writer.update_container(document["/K"])
    numbers.append(NumberObject(key))
    numbers.append(element)
    writer.update_container(numbers)
    root[n("/ParentTreeNextKey")] = NumberObject(key + 1)
    writer.update_container(root)
    return key


def _appearance(writer: Any, box: tuple[float, float, float, float], png: bytes) -> Any:
    """The picture as ink: what is printed under it shows through."""
    from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, FloatObject, StreamObject
    from pyhanko.pdf_utils.generic import pdf_name as n

    width, height = (round(box[2] - box[0], 2), round(box[3] - box[1], 2))
    ink = DictionaryObject({n("/Type"): n("/ExtGState"), n("/BM"): n("/Multiply")})
    resources = DictionaryObject(
        {
            n("/XObject"): DictionaryObject({n("/Seal"): _picture(writer, png)}),
            n("/ExtGState"): DictionaryObject({n("/Ink"): ink}),
        }
    )
    form = StreamObject(
        {
            n("/Type"): n("/XObject"),
            n("/Subtype"): n("/Form"),
            n("/BBox"): ArrayObject(map(FloatObject, (0, 0, width, height))),
            n("/Resources"): resources,
        },
        stream_data=f"q /Ink gs {width} 0 0 {height} 0 0 cm /Seal Do Q".encode(),
    )
    return writer.add_object(form)


def _picture(writer: Any, png: bytes) -> Any:
    """Its colours, and its transparency as a mask."""
    from pyhanko.pdf_utils.generic import BooleanObject, StreamObject
    from pyhanko.pdf_utils.generic import NumberObject as Number
    from pyhanko.pdf_utils.generic import pdf_name as n

    (across, down), colours, alpha = layers(png)
    common = {
        n("/Type"): n("/XObject"),
        n("/Subtype"): n("/Image"),
        n("/Width"): Number(across),
        n("/Height"): Number(down),
        n("/BitsPerComponent"): Number(8),
        n("/Interpolate"): BooleanObject(False),
        n("/Filter"): n("/FlateDecode"),
    }
    mask = StreamObject(common | {n("/ColorSpace"): n("/DeviceGray")}, encoded_data=alpha)
    said = {n("/ColorSpace"): n("/DeviceRGB"), n("/SMask"): writer.add_object(mask)}
    return writer.add_object(StreamObject(common | said, encoded_data=colours))
