/** JSON of a control endpoint. @throws Error when the simulators do not answer. */
export async function getState(name, query = {}) {
  const parameters = new URLSearchParams(query);
  const response = await fetch(`/__control/state/${name}?${parameters}`);
  if (!response.ok) throw new Error(`the simulators answered ${response.status}`);
  return response.json();
}

/** The limits that the simulators hold their callers to. */
export async function getRateLimits() {
  const response = await fetch('/__control/rate-limits');
  return (await response.json()).rateLimits;
}
