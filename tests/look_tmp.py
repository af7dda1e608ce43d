from hemu.documents.volumes.tests.test_volume import *
import pypdfium2, pathlib
from hemu.documents.papers.filling import as_pdf
def test_look(cast, closed):
    volume = file_volume(closed, Filing(LONG, account="证人在外地，电话核实。", checked_by="周丽"), by=cast.mediator)
    out = pathlib.Path("/tmp/look_routing"); out.mkdir(exist_ok=True)
    data = queries.content(volume); (out/"volume.pdf").write_bytes(data); print(len(data))
    doc = pypdfium2.PdfDocument(data)
    ims = [doc[i].render(scale=0.75).to_pil() for i in range(len(doc))]
    w,h = ims[0].size
    for n in range(0,len(ims),8):
        grid = Image.new("RGB",(w*4+30,h*2+10),"grey")
        for k,im in enumerate(ims[n:n+8]): grid.paste(im.convert("RGB"),((k%4)*(w+10),(k//4)*(h+10)))
        grid.save(out/f"v{n//8}.png")
