-- How a person begins new meetings in their own Zoom settings, as far as Zoom said. Each is NULL where it said nothing.
-- auto_recording: Zoom's word.
CREATE TABLE meeting_defaults (
    grant_id UUID NOT NULL PRIMARY KEY REFERENCES grants (id),
    waiting_room BOOLEAN,
    passcode_required BOOLEAN,
    cloud_recording BOOLEAN,
    auto_recording TEXT,
    read_at BIGINT NOT NULL
);
