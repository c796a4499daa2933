// While the background is dragged, a copy of the picture is moved, which costs the same however much it shows; it is drawn
// anew when it has gone far, and at the end. The drawing itself must stay where it is: vis-network takes the pointer's
// place from where the drawing lies, so that a drawing that moves along shakes under the pointer.

const canvas = stage.querySelector("canvas");
const held = make("canvas", { class: "held", "aria-hidden": "true" });
const FAR = 0.25;
let began = null;

const tell = event => network.body.emitter.emit(event);

function drawAnew() {
  tell("_allowRedraw");
  tell("_redraw");
}

function holdPicture() {
  began = { ...network.body.view.translation };
  Object.assign(held, { width: canvas.width, height: canvas.height });
  held.getContext("2d").drawImage(canvas, 0, 0);
  held.style.transform = "";
  canvas.style.opacity = 0;
  canvas.after(held);
  tell("_blockRedraw");
}

function movePicture() {
  if (!began) return;
  const { x, y } = network.body.view.translation;
  const [across, down] = [x - began.x, y - began.y];
  if (Math.abs(across) > FAR * stage.clientWidth || Math.abs(down) > FAR * stage.clientHeight) {
    drawAnew();
    holdPicture();
  } else held.style.transform = `translate(${across}px, ${down}px)`;
}

function showDrawing() {
  began = null;
  drawAnew();
  canvas.style.opacity = "";
  held.remove();
}

network.on("dragStart", ({ nodes }) => { if (!nodes.length) holdPicture(); });
// vis-network tells of a drag before it has moved its view.
network.on("dragging", () => queueMicrotask(movePicture));
network.on("dragEnd", () => { if (began) showDrawing(); });
