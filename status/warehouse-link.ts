import type { Logger } from '@movement-etl/lib/logging';
import { connectWarehouse, type Warehouse, type WarehouseSettings } from '@movement-etl/lib/warehouse';

/** A connection that is made when it is first needed, and again after it could not be made. */
export class WarehouseLink {
  readonly #settings: WarehouseSettings;
  readonly #logger: Logger;
  #connecting: Promise<Warehouse> | undefined;

  constructor(settings: WarehouseSettings, logger: Logger) {
    this.#settings = settings;
    this.#logger = logger;
  }

  /** @throws ConfigError when the settings are wrong; TransientError when the warehouse does not answer. */
  get(): Promise<Warehouse> {
    this.#connecting ??= connectWarehouse(this.#settings, { logger: this.#logger }).catch((error) => {
      this.#connecting = undefined;
      throw error;
    });
    return this.#connecting;
  }

  async close(): Promise<void> {
    const warehouse = await this.#connecting?.catch(() => undefined);
    await warehouse?.close();
  }
}
