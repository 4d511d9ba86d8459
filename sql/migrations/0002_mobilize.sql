-- What is copied from Mobilize, one table an endpoint, one row an id. Nested objects are spread over columns; lists are
-- kept as JSON text. What people type may be as long as a warehouse column holds. Times are instants; timeslots also name
-- their event's own time zone (event_timezone).

CREATE SCHEMA IF NOT EXISTS mobilize;

-- One sign-up of one person for one timeslot. attended is null until somebody says whether the person came;
-- status says what the person announced (REGISTERED, CONFIRMED, CANCELLED). user_id is the person's lasting number.
CREATE TABLE mobilize.attendances (
  id bigint NOT NULL,
  user_id bigint,
  given_name varchar(65535),
  family_name varchar(65535),
  email_address varchar(65535),
  phone_number varchar(65535),
  postal_code varchar(65535),
  event_id bigint,
  event_title varchar(65535),
  event_type varchar(128),
  event_timezone varchar(128),
  timeslot_id bigint,
  timeslot_start_date timestamptz,
  timeslot_end_date timestamptz,
  status varchar(64),
  attended boolean,
  rating varchar(65535),
  feedback varchar(65535),
  created_date timestamptz,
  modified_date timestamptz,
  organization_id bigint,
  sponsor_id bigint,
  sponsor_name varchar(65535),
  person_id bigint,
  person_created_date timestamptz,
  person_modified_date timestamptz,
  person_blocked_date timestamptz,
  sms_opt_in_status varchar(64),
  utm_source varchar(65535),
  utm_medium varchar(65535),
  utm_campaign varchar(65535),
  utm_term varchar(65535),
  utm_content varchar(65535),
  referrer_url varchar(65535),
  custom_signup_field_values varchar(65535),
  PRIMARY KEY (id)
);

-- One event with its place, contact and sponsor; timeslots and tags are JSON lists.
CREATE TABLE mobilize.events (
  id bigint NOT NULL,
  title varchar(65535),
  summary varchar(65535),
  description varchar(65535),
  instructions varchar(65535),
  event_type varchar(128),
  timezone varchar(128),
  browser_url varchar(4096),
  featured_image_url varchar(4096),
  high_priority boolean,
  visibility varchar(64),
  address_visibility varchar(64),
  approval_status varchar(64),
  created_by_volunteer_host boolean,
  is_virtual boolean,
  virtual_action_url varchar(4096),
  accessibility_status varchar(64),
  accessibility_notes varchar(65535),
  sponsor_id bigint,
  sponsor_name varchar(65535),
  location_venue varchar(65535),
  location_address_line_1 varchar(65535),
  location_address_line_2 varchar(65535),
  location_locality varchar(65535),
  location_region varchar(128),
  location_country varchar(128),
  location_postal_code varchar(128),
  location_latitude double precision,
  location_longitude double precision,
  location_congressional_district varchar(256),
  location_state_leg_district varchar(256),
  location_state_senate_district varchar(256),
  contact_name varchar(65535),
  contact_email_address varchar(65535),
  contact_phone_number varchar(65535),
  contact_owner_user_id bigint,
  event_campaign_id bigint,
  event_campaign_slug varchar(1024),
  event_campaign_event_create_page_url varchar(4096),
  tags varchar(65535),
  timeslots varchar(65535),
  organization_id bigint,
  created_date timestamptz,
  modified_date timestamptz,
  PRIMARY KEY (id)
);

-- Events that Mobilize says are gone; they stay in mobilize.events as they last were.
CREATE TABLE mobilize.deleted_events (
  id bigint NOT NULL,
  deleted_date timestamptz,
  organization_id bigint,
  PRIMARY KEY (id)
);

-- One person as one organisation knows them. user_id is the lasting number, id and person_id the older one.
CREATE TABLE mobilize.people (
  id bigint,
  person_id bigint,
  user_id bigint NOT NULL,
  given_name varchar(65535),
  family_name varchar(65535),
  email_address varchar(65535),
  phone_number varchar(65535),
  postal_code varchar(65535),
  sms_opt_in_status varchar(64),
  blocked_date timestamptz,
  organization_id bigint NOT NULL,
  created_date timestamptz,
  modified_date timestamptz,
  PRIMARY KEY (user_id, organization_id)
);

-- One organisation: the own ones, and those that promote or sponsor their events.
CREATE TABLE mobilize.organizations (
  id bigint NOT NULL,
  name varchar(65535),
  slug varchar(1024),
  is_coordinated boolean,
  is_independent boolean,
  is_primary_campaign boolean,
  is_nonelectoral boolean,
  race_type varchar(128),
  org_type varchar(128),
  state varchar(128),
  district varchar(256),
  candidate_name varchar(65535),
  event_feed_url varchar(4096),
  logo_url varchar(4096),
  created_date timestamptz,
  modified_date timestamptz,
  PRIMARY KEY (id)
);
