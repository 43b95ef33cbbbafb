// Print all there is: closed details opened, every picture drawn for the width of paper; and back again.
function preparePrint() {
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) {
      details.open = true;
      details.dispatchEvent(new Event("toggle"));
      opened.push(details);
    }
    drawAll(640);
  });
  addEventListener("afterprint", () => {
    opened.splice(0).forEach((details) => {
      details.open = false;
    });
    drawAll();
  });
}

function drawPage() {
  drawHeader();
  const play = playSection();
  const sections = [
    believeSection(),
    dataSection(),
    effectsSection(),
    play.node,
    variablesSection(),
    togetherSection(),
    networkSection(),
    importanceSection(),
    equationSection(),
    madeSection(),
  ];
  document.getElementById("main").append(...sections);
  drawContents(sections);
  play.start();
  preparePrint();
  const start = sections.find((part) => "#" + part.id === location.hash);
  if (start) start.scrollIntoView();
}

drawPage();
