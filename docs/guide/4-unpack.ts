import { contactOf } from '@movement-etl/lib/connectors/mobilize';
import { dated } from './3-dates.ts';

export const signups = dated
  .addColumn('email_address', ({ person }) => contactOf(person).email_address)
  .unpackDict('person', { keys: ['given_name', 'family_name'], prefix: '' })
  .unpackDict('event', { keys: ['id', 'title'] })
  .cut(
    'id',
    'event_id',
    'event_title',
    'starts_at',
    'ends_at',
    'status',
    'attended',
    'given_name',
    'family_name',
    'email_address',
  );

if (import.meta.main) {
  console.log(await signups.cut('id', 'event_title', 'given_name', 'email_address').preview(5));
}
