export { createPushgateway, type Pushgateway, type PushgatewayOptions } from './client.ts';
