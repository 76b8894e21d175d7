// Inline editing of list cells: one field of one record is posted to the list's address, and the answer is JSON.
(() => {
  const form = document.getElementById('inline');
  const status = document.getElementById('inline-status');
  if (!form || !status) return;
  const csrf = form.elements.namedItem('_csrf').value;

  function editor(cell) {
    const control = document.createElement('input');
    control.setAttribute('aria-label', cell.getAttribute('aria-label'));
    if (cell.dataset.kind === 'checkbox') {
      control.type = 'checkbox';
      control.checked = cell.dataset.value === 'T';
    } else {
      control.type = cell.dataset.kind === 'date' ? 'date' : 'text';
      control.value = cell.dataset.value;
    }
    return control;
  }

  const valueOf = (control) => (control.type === 'checkbox' ? (control.checked ? 'T' : 'F') : control.value);

  async function save(id, field, value) {
    const body = new URLSearchParams({ id, field, value, _csrf: csrf });
    const response = await fetch(form.action, { method: 'POST', body });
    if (response.redirected || !response.headers.get('content-type')?.includes('json')) {
      throw new Error('The session has ended. Sign in again.');
    }
    return response.json();
  }

  function open(cell) {
    const { id } = cell.closest('tr').dataset;
    const control = editor(cell);
    let done = false;
    let refused = null;

    function close() {
      done = true;
      control.replaceWith(cell);
    }

    async function finish(event) {
      if (done) return;
      const value = valueOf(control);
      // Leaving the field gives up what was refused; Enter tries it again.
      if (value === cell.dataset.value || (event.type === 'blur' && value === refused)) return close();
      done = true;
      control.disabled = true;
      status.className = '';
      status.textContent = 'Saving';
      let answer;
      try {
        answer = await save(id, cell.dataset.field, value);
      } catch (error) {
        answer = { ok: false, message: error.message };
      }
      if (answer.ok) {
        cell.dataset.value = value;
        cell.textContent = answer.value;
        cell.setAttribute('aria-label', `${cell.getAttribute('aria-label').split(':')[0]}: ${answer.value}`);
        control.replaceWith(cell);
        status.className = answer.message ? 'message warning' : '';
        status.textContent = answer.message || 'Saved.';
        cell.focus();
      } else {
        // What was typed stays, so that it can be corrected.
        done = false;
        refused = value;
        control.disabled = false;
        status.className = 'message error';
        status.textContent = answer.message;
        control.focus();
      }
    }

    control.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        finish(event);
      } else if (event.key === 'Escape') {
        close();
        cell.focus();
      }
    });
    control.addEventListener(control.type === 'checkbox' ? 'change' : 'blur', finish);
    cell.replaceWith(control);
    control.focus();
    if (control.type === 'text') control.select();
  }

  document.addEventListener('click', (event) => {
    const cell = event.target.closest('button.cell');
    if (cell) open(cell);
  });
})();
