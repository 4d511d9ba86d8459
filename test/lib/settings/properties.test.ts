import {
  decimal,
  describeSettings,
  everyJobSettings,
  instant,
  integer,
  integerList,
  list,
  readSettings,
  type SettingsSchema,
  yesOrNo,
} from '@movement-etl/lib/settings';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settings as mobilizeToSheets } from '../../../jobs/mobilize-to-sheets/config.ts';
import { settings as mobilizeToWarehouse } from '../../../jobs/mobilize-to-warehouse/config.ts';
import { settings as warehouseToActionNetwork } from '../../../jobs/warehouse-to-actionnetwork/config.ts';
import { settings as warehouseToEveryAction } from '../../../jobs/warehouse-to-everyaction/config.ts';
import { settings as warehouseToSheets } from '../../../jobs/warehouse-to-sheets/config.ts';
import { settings as warehouseTransform } from '../../../jobs/warehouse-transform/config.ts';

const JOBS: readonly (readonly [string, SettingsSchema])[] = [
  ['mobilize-to-sheets', mobilizeToSheets],
  ['mobilize-to-warehouse', mobilizeToWarehouse],
  ['warehouse-to-actionnetwork', warehouseToActionNetwork],
  ['warehouse-to-everyaction', warehouseToEveryAction],
  ['warehouse-to-sheets', warehouseToSheets],
  ['warehouse-transform', warehouseTransform],
  ['every job', everyJobSettings],
];

/** A text that no message has by chance, with anything around it. */
const CANARY = 'q7canary';
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    '',
    ' ',
    ',',
    '0',
    '-1',
    'true',
    '1e9',
    'https://x.test/',
    'postgres://u:p@h/d',
    'redshift://',
    '{',
    '2026-02-30',
  ),
);
const canaryText = fc.tuple(anything, anything).map(([before, after]) => `${before}${CANARY}${after}`);

describe('an environment of any content', () => {
  it.each(JOBS)('gives %s its settings or says what is wrong, and repeats no value', (_, schema) => {
    const names = describeSettings(schema).map(({ env }) => env);
    const variable = fc.constantFrom(...names, ...names.map((name) => `${name}_PASSWORD`));
    const environment = fc.dictionary(variable, fc.oneof(anything, canaryText), { maxKeys: 12 });

    fc.assert(
      fc.property(environment, (env) => {
        const { settings, problems } = readSettings(schema, { env });

        expect(settings === undefined).toBe(problems.length > 0);
        expect(problems.join('\n')).not.toContain(CANARY);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a field', () => {
  it('reads every whole number within its bounds, and no other', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger(), (one, other, value) => {
        const [min, max] = one < other ? [one, other] : [other, one];
        const result = integer({ min, max }).safeParse(String(value));

        expect(result.success).toBe(value >= min && value <= max);
        if (result.success) expect(result.data).toBe(value);
      }),
    );
  });

  it('takes no text for a number that is none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (given) => {
        const isNumber = /^-?\d+(\.\d+)?$/.test(given.trim());

        expect(decimal({ min: -1e9, max: 1e9 }).safeParse(given).success).toBe(isNumber);
      }),
    );
  });

  it('reads a list as it was joined, with blanks and empty places', () => {
    const word = fc.stringMatching(/^[a-z0-9-]{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1 }),
        fc.constantFrom(',', ' , ', ',,', ',\t'),
        (words, comma) => {
          expect(list().parse(words.join(comma))).toEqual(words);
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 999_999_999 }), { minLength: 1 }), (numbers) => {
        expect(integerList().parse(numbers.join(', '))).toEqual(numbers);
      }),
    );
  });

  it('reads every day and every instant since 1970', () => {
    const date = fc.date({
      min: new Date(1),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (value) => {
        expect(instant().parse(value.toISOString())).toEqual(value);
        const day = value.toISOString().slice(0, 10);
        if (day !== '1970-01-01') expect(instant().parse(day)).toEqual(new Date(day));
      }),
    );
  });

  it('takes yes for true and no for false in any case, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('TRUE', 'No', 'yEs', '0', '1'), fc.string({ maxLength: 5 })),
        (given) => {
          const word = given.trim().toLowerCase();
          const expected = ['true', '1', 'yes'].includes(word)
            ? true
            : ['false', '0', 'no'].includes(word)
              ? false
              : undefined;

          expect(yesOrNo().safeParse(given).data).toBe(expected);
        },
      ),
    );
  });
});
