export { createLogger, type LoggerOptions } from './create-logger.ts';
export { className, messageOf, type SerializedError, serializeError } from './error-serializer.ts';
export type { Logger } from './logger.ts';
export { createMask, type Mask } from './mask.ts';
export { silentLogger } from './silent-logger.ts';
