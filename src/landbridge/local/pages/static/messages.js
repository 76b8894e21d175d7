// Page messages of scripts that are to be shown for some milliseconds only.
for (const shown of document.querySelectorAll('[data-script-message][data-duration]')) {
  setTimeout(() => shown.remove(), Number(shown.dataset.duration));
}
