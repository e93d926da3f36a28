// Counts down to a deadline. Text that the server wrote stays until the first tick, and a screen
// reader is told only at 60, 15 and 5 minutes, never each second.
const LOUD = [60, 15, 5];

export function countdowns() {
  const clocks = [...document.querySelectorAll("[data-countdown]")];
  if (clocks.length === 0) return;
  const voice = document.querySelector("[data-countdown-voice]");
  let said = null;
  const tick = () => {
    for (const clock of clocks) {
      const left = Math.round((Date.parse(clock.dateTime) - Date.now()) / 1000);
      if (Number.isNaN(left)) continue;
      const seconds = Math.abs(left);
      const two = (n) => String(n).padStart(2, "0");
      const hours = Math.floor(seconds / 3600);
      const text = (hours > 0 ? `${hours}:` : "") + `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
      clock.textContent = (left < 0 ? "\u2212" : "") + text;
      const loud = LOUD.find((m) => left <= m * 60 && left > m * 60 - 2);
      if (voice && loud && said !== loud) {
        said = loud;
        voice.textContent = `${text} ${voice.dataset.countdownVoice}`;
      }
    }
  };
  tick();
  setInterval(tick, 1000);
}
