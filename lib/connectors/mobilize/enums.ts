/**
 * A value that Mobilize documents, or any other text: new values appear without notice, so none is refused.
 * The intersection keeps the known ones visible to an editor.
 */
export type OpenEnum<Known extends string> = Known | (string & Record<never, never>);

/** A confirmed sign-up is an answer to an invitation; whether somebody came is `attended`. */
export type AttendanceStatus = OpenEnum<'REGISTERED' | 'CANCELLED' | 'CONFIRMED'>;
export type SmsOptInStatus = OpenEnum<'UNSPECIFIED' | 'OPT_IN' | 'OPT_OUT'>;
export type Visibility = OpenEnum<'PUBLIC' | 'PRIVATE'>;
export type AccessibilityStatus = OpenEnum<'ACCESSIBLE' | 'NOT_ACCESSIBLE' | 'NOT_SURE'>;
export type ApprovalStatus = OpenEnum<'APPROVED' | 'NEEDS_APPROVAL' | 'REJECTED' | 'NEEDS_HOST_VERIFICATION'>;

export type OrganizationType = OpenEnum<
  | 'CAMPAIGN'
  | 'STATE_PARTY'
  | 'COORDINATED'
  | 'INDEPENDENT'
  | 'PARTY_COMMITTEE'
  | 'GRASSROOTS_GROUP'
  | 'C3'
  | 'C4'
  | 'PAC'
  | 'UNION'
  | 'GOVERNMENT'
  | 'OTHER'
>;

export type RaceType = OpenEnum<
  | 'GOVERNOR'
  | 'CONGRESSIONAL'
  | 'SENATE'
  | 'STATE_SENATE'
  | 'STATE_LEG'
  | 'SEC_STATE'
  | 'ATTY_GENERAL'
  | 'OTHER_LOCAL'
  | 'OTHER_STATEWIDE'
>;

export type EventType = OpenEnum<
  | 'CANVASS'
  | 'PHONE_BANK'
  | 'TEXT_BANK'
  | 'MEETING'
  | 'COMMUNITY'
  | 'FUNDRAISER'
  | 'MEET_GREET'
  | 'HOUSE_PARTY'
  | 'VOTER_REG'
  | 'TRAINING'
  | 'FRIEND_TO_FRIEND_OUTREACH'
  | 'DEBATE_WATCH_PARTY'
  | 'ADVOCACY_CALL'
  | 'RALLY'
  | 'TOWN_HALL'
  | 'OFFICE_OPENING'
  | 'BARNSTORM'
  | 'SOLIDARITY_EVENT'
  | 'COMMUNITY_CANVASS'
  | 'SIGNATURE_GATHERING'
  | 'CARPOOL'
  | 'WORKSHOP'
  | 'PETITION'
  | 'AUTOMATED_PHONE_BANK'
  | 'LETTER_WRITING'
  | 'LITERATURE_DROP_OFF'
  | 'VISIBILITY_EVENT'
  | 'PLEDGE'
  | 'INTEREST_FORM'
  | 'DONATION_CAMPAIGN'
  | 'SOCIAL_MEDIA_CAMPAIGN'
  | 'POSTCARD_WRITING'
  | 'GROUP'
  | 'VOLUNTEER_SHIFT'
  | 'ADVOCACY'
  | 'RELATIONAL'
  | 'DATA_ENTRY'
  | 'POLL_MONITORING'
  | 'HOTLINE'
  | 'VOTER_PROTECTION'
  | 'OTHER'
>;
