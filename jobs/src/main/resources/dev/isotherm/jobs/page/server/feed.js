// Listens to the server: a snapshot first, then updates.

const RETRY_MILLIS = 3000;
const HIDDEN_MILLIS = 5 * 60 * 1000;

export class Feed {
  /** @param onChange is called after each event with whether it was a snapshot */
  constructor(store, onChange, onState) {
    this.store = store;
    this.onChange = onChange;
    this.onState = onState;
    this.lastEvent = performance.now();
    this.#connect();
    // Browsers allow six connections to one host. A page that nobody looks at gives its one back.
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.pausing);
      if (document.hidden) {
        this.pausing = setTimeout(() => this.#pause(), HIDDEN_MILLIS);
      } else if (!this.source) {
        this.#connect();
      }
    });
  }

  #connect() {
    clearTimeout(this.retrying);
    const source = this.source = new EventSource('/events');
    source.addEventListener('snapshot', (event) => this.#receive(event, true));
    source.addEventListener('update', (event) => this.#receive(event, false));
    source.onerror = () => {
      this.onState('lost');
      // The browser connects again by itself, unless the server has refused it.
      if (source.readyState === EventSource.CLOSED) {
        this.source = null;
        this.retrying = setTimeout(() => this.#connect(), RETRY_MILLIS);
      }
    };
  }

  #receive(event, isSnapshot) {
    const data = JSON.parse(event.data);
    this.lastEvent = performance.now();
    this.onState('live');
    if (isSnapshot) {
      this.store.reset(data);
    } else {
      this.store.apply(data);
    }
    this.onChange(isSnapshot);
  }

  #pause() {
    this.source?.close();
    this.source = null;
    this.onState('paused');
  }

  /** Milliseconds since the server has said anything. */
  silence() {
    return performance.now() - this.lastEvent;
  }
}

/** Loads the windows of several charts. */
export async function loadCharts(ids) {
  const response = await fetch('/charts?ids=' + ids.join(','));
  return response.ok ? response.json() : {};
}

/** Loads all windows of one series; null if the server does not have it any more. */
export async function loadSeries(id) {
  const response = await fetch('/series?ids=' + id);
  return response.ok ? response.json() : null;
}
