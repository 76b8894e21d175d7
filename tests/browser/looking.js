// Evaluated in a page: returns what is wrong with it, a line each.
() => {
  const problems = new Set();
  const note = (element, what) =>
    problems.add(`${element.tagName.toLowerCase()}${element.className ? `.${element.className}` : ''}: ${what}`);

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    problems.add(`the page is ${root.scrollWidth - root.clientWidth} px wider than the window`);
  }
  if (document.querySelectorAll('h1').length !== 1) problems.add('not exactly one heading of level 1');

  // Names of controls.
  for (const control of document.querySelectorAll('input:not([type=hidden]), select, textarea, button')) {
    const named =
      control.labels?.length ||
      control.getAttribute('aria-label') ||
      document.getElementById(control.getAttribute('aria-labelledby') ?? '') ||
      (control.tagName === 'BUTTON' && control.textContent.trim());
    if (!named) note(control, `the control ${control.name} has no label`);
    const box = control.parentElement.getBoundingClientRect();
    if (box.width && control.getBoundingClientRect().right > box.right + 1) note(control, 'sticks out of its box');
  }

  // Contrast of text (WCAG 2, 1.4.3): 4.5, large text 3; disabled controls are exempt.
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const colour = (text) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = text;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return { rgb: [red, green, blue], alpha: alpha / 255 };
  };
  const over = (upper, lower, alpha) => upper.map((part, at) => part * alpha + lower[at] * (1 - alpha));
  const luminance = (rgb) => {
    const [red, green, blue] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paper = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  const ground = (element) => {
    const chain = [];
    for (let at = element; at; at = at.parentElement) chain.unshift(colour(getComputedStyle(at).backgroundColor));
    return chain.reduce((below, layer) => over(layer.rgb, below, layer.alpha), paper);
  };
  const opacity = (element) => {
    let product = 1;
    for (let at = element; at; at = at.parentElement) product *= Number(getComputedStyle(at).opacity);
    return product;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.data.trim();
    if (!text || !element.checkVisibility() || element.closest(':disabled, script, option')) continue;
    const style = getComputedStyle(element);
    const below = ground(element);
    const ink = colour(style.color);
    const [light, dark] = [luminance(over(ink.rgb, below, ink.alpha * opacity(element))), luminance(below)].sort(
      (one, other) => other - one,
    );
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) note(element, `contrast ${ratio.toFixed(2)} of "${text.slice(0, 30)}"`);
  }
  return [...problems];
}
