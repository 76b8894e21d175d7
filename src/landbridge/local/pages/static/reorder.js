// Rows that are dragged, or moved by their buttons, into another order; a hidden field of the form holds the order.
(() => {
  const list = document.querySelector('tbody[data-reorder]');
  const status = document.getElementById('reorder-status');
  if (!list || !status) return;
  const order = list.closest('form').elements.namedItem(list.dataset.reorder);
  let dragged = null;

  const rows = () => [...list.querySelectorAll('tr[data-script]')];

  function keep(row) {
    order.value = rows().map((one) => one.dataset.script).join(',');
    status.textContent = `${row.dataset.script} is number ${rows().indexOf(row) + 1} of ${rows().length}.`;
  }

  list.addEventListener('dragstart', (event) => {
    dragged = event.target.closest('tr[data-script]');
    if (!dragged) return;
    dragged.classList.add('dragged');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.script);
  });

  list.addEventListener('dragover', (event) => {
    const over = event.target.closest('tr[data-script]');
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    list.insertBefore(dragged, event.clientY < top + height / 2 ? over : over.nextSibling);
  });

  list.addEventListener('drop', (event) => event.preventDefault());

  list.addEventListener('dragend', () => {
    if (!dragged) return;
    dragged.classList.remove('dragged');
    keep(dragged);
    dragged = null;
  });

  list.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-move]');
    if (!button) return;
    const row = button.closest('tr');
    const other = button.dataset.move === 'up' ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === 'up') list.insertBefore(row, other);
    else list.insertBefore(other, row);
    keep(row);
    button.focus();
  });
})();
