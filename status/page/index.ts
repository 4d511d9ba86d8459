export { failurePage, statusPage } from './status-page.ts';
