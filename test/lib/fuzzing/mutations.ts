import fc from 'fast-check';

/** An answer of a server as a golden sample has it, and as it is after something went wrong with it. */
export interface Sample {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Spoils an answer; the same numbers spoil the same answer in the same way. */
export type Mutation = (sample: Sample) => Sample;

/** What stands where something else was expected. */
const ODD_VALUES: readonly unknown[] = [
  null,
  {},
  [],
  '',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  true,
  'odd',
  '2026-13-45T99:99:99Z',
  'x'.repeat(100_000),
  [[[[]]]],
  { data: null },
  '\u0000\ud800',
];
const ODD_BODIES: readonly string[] = [
  '',
  'null',
  '[]',
  '{}',
  '"text"',
  '17',
  'NaN',
  '<html><body>Bad Gateway</body></html>',
  '\ufeff{"data":[]}',
  '{"error":"no"}',
  '{"error":{"code":"x","message":5,"status":[]}}',
  '{"errors":[null]}',
  '{"errors":{"a":["b"]}}',
  '[{"error":{}}]',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
];
const STATUSES = [
  200, 201, 204, 206, 301, 302, 304, 400, 401, 403, 404, 409, 413, 418, 422, 429, 451, 500, 501, 503, 599,
];
const RETRY_AFTERS = [
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'soon',
  '',
  'Wed, 21 Oct 2015 07:28:00 GMT',
  'Mon, 99',
  '0.001',
  ' 0 ',
];
const CONTENT_TYPES = [
  'text/html',
  '',
  'application/json; charset=utf-16',
  'application/hal+json',
  ';;;',
  'image/png',
];

const number = fc.nat({ max: 1_000_000 });

/** One thing that goes wrong with an answer, or two at once. */
export const mutation: fc.Arbitrary<Mutation> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.tuple(number, number).map(([place, what]) => valueMutation(place, what)) },
      { weight: 2, arbitrary: fc.tuple(number, number).map(([from, to]) => swapMutation(from, to)) },
      { weight: 1, arbitrary: number.map((size) => (sample: Sample) => cut(sample, size)) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...ODD_BODIES).map((body) => (sample: Sample) => ({ ...sample, body })),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(...STATUSES), fc.option(fc.constantFrom(...RETRY_AFTERS)))
          .map(([status, wait]) => statusMutation(status, wait)),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...CONTENT_TYPES).map((type) => headerMutation('content-type', type)),
      },
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((mutations) => (sample) => mutations.reduce((result, mutate) => mutate(result), sample));

function statusMutation(status: number, retryAfter: string | null): Mutation {
  return (sample) => ({
    ...sample,
    status,
    headers: { ...sample.headers, ...(retryAfter === null ? {} : { 'retry-after': retryAfter }) },
  });
}

function headerMutation(name: string, value: string): Mutation {
  return (sample) => ({ ...sample, headers: { ...sample.headers, [name]: value } });
}

function cut(sample: Sample, size: number): Sample {
  return { ...sample, body: sample.body.slice(0, size % (sample.body.length + 1)) };
}

/** Puts something odd in the place of one value of a JSON body, or takes it out. */
function valueMutation(place: number, what: number): Mutation {
  return inJson((body) => {
    const places = placesOf(body);
    const chosen = places[place % places.length];
    const choice = what % (ODD_VALUES.length + 1);
    chosen?.put(choice === ODD_VALUES.length ? undefined : structuredClone(ODD_VALUES[choice]));
  });
}

/** Puts another value of the same body in its place: an id for a name, this page for the next one. */
function swapMutation(from: number, to: number): Mutation {
  return inJson((body) => {
    const places = placesOf(body);
    const source = places[from % places.length];
    places[to % places.length]?.put(structuredClone(source?.value));
  });
}

function inJson(change: (body: { root: unknown }) => void): Mutation {
  return (sample) => {
    try {
      const body = { root: JSON.parse(sample.body) as unknown };
      change(body);
      return { ...sample, body: JSON.stringify(body.root) ?? '' };
    } catch {
      return sample;
    }
  };
}

interface Place {
  readonly value: unknown;
  /** Undefined takes it out. */
  put(value: unknown): void;
}

/** Every value in a body, the body itself first. */
function placesOf(container: object): Place[] {
  return Object.keys(container).flatMap((key) => {
    const holder = container as Record<string, unknown>;
    const value = holder[key];
    const place: Place = {
      value,
      put: (next) => {
        if (next === undefined && !Array.isArray(holder)) delete holder[key];
        else holder[key] = next;
      },
    };
    return [place, ...(typeof value === 'object' && value !== null ? placesOf(value) : [])];
  });
}
