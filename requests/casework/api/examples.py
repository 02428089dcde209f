"""Answers as the description of the API shows them. Everything in them is invented."""

SUMMARY = {
    "id": "01a200d4-73bc-7d46-a911-38394cd51eac",
    "own_reference": "SI-MOJ/2026/O/00001",
    "counterpart_reference": "",
    "kind": "mla",
    "direction": "outgoing",
    "status": "draft",
    "title": "Sample Town",
    "holder": "SI-MOJ",
    "counterpart_state": "LV",
    "counterpart": "LV-MOJ",
    "treaty": "ljubljana-the-hague",
    "urgency": "routine",
    "confidentiality": "standard",
    "opened_at": "2026-11-22T01:17:32.992435Z",
    "status_since": "2026-11-22T01:17:32.992437Z",
    "updated_at": "2026-11-22T01:17:33.030080Z",
    "next_due_on": None,
    "version": 7,
}

TRANSITIONS = {
    "items": [
        {
            "name": "discard",
            "label": "Discard",
            "target": "withdrawn",
            "needs_second_factor": False,
            "requires": [],
            "input": {
                "type": "object",
                "properties": {
                    "transition": {"const": "discard"},
                    "reason": {"type": "string", "minLength": 1},
                },
                "required": ["transition", "reason"],
                "additionalProperties": False,
            },
        }
    ]
}
