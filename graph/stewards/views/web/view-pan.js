// While the background is dragged, the picture is moved as it is, which costs the same however much it shows; it is drawn
// anew when it has gone far, and at the end.

const canvas = stage.querySelector("canvas");
const FAR = 0.25;
let began = null;

const tell = event => network.body.emitter.emit(event);

function drawAnew() {
  tell("_allowRedraw");
  canvas.style.transform = "";
  tell("_redraw");
}

function holdPicture() {
  began = { ...network.body.view.translation };
  tell("_blockRedraw");
}

network.on("dragStart", ({ nodes }) => { if (!nodes.length) holdPicture(); });
network.on("dragging", () => {
  if (!began) return;
  const { x, y } = network.body.view.translation;
  const [across, down] = [x - began.x, y - began.y];
  if (Math.abs(across) > FAR * stage.clientWidth || Math.abs(down) > FAR * stage.clientHeight) {
    drawAnew();
    holdPicture();
  } else canvas.style.transform = `translate(${across}px, ${down}px)`;
});
network.on("dragEnd", () => {
  if (!began) return;
  began = null;
  drawAnew();
});
