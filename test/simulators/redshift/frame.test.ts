import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildFrame, FrameSplitter } from '../../../simulators/redshift/wire/frame.ts';

test('finds the messages in a stream, however it is cut', () => {
  const message = fc.record({ type: fc.constantFrom('Q', 'D', 'Z'), body: fc.string({ maxLength: 20 }) });
  fc.assert(
    fc.property(fc.array(message), fc.integer({ min: 1, max: 9 }), (messages, chunkBytes) => {
      const stream = Buffer.concat(messages.map(({ type, body }) => buildFrame(type, body)));
      const splitter = new FrameSplitter();

      const found = [];
      for (let start = 0; start < stream.length; start += chunkBytes) {
        found.push(...splitter.push(stream.subarray(start, start + chunkBytes)));
      }

      expect(found.map(({ type, body }) => ({ type, body: body.toString() }))).toEqual(messages);
    }),
  );
});

test('refuses a message that is shorter than its header', () => {
  expect(() => [...new FrameSplitter().push(Buffer.from('Q\0\0\0\x01', 'latin1'))]).toThrow('shorter');
});
