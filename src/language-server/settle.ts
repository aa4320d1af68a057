/**
 * Makes a function that runs `task` once what is waiting has been heard: messages that have come are handled one in a turn, and a task
 * between two edits would only be done again.
 *
 * @param soon runs what it is given after a moment, in which messages that were sent together are heard
 */
export function whenSettled(soon: (task: () => void) => void, task: () => void): () => void {
  let asked = 0;
  let waiting = false;
  const wait = (before: number): void => {
    soon(() => {
      if (asked !== before) return wait(asked);
      waiting = false;
      task();
    });
  };
  return () => {
    asked++;
    if (waiting) return;
    waiting = true;
    wait(asked);
  };
}
