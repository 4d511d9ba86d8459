export { registerPage } from './register.ts';
