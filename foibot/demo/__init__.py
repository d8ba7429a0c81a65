"""`foibot demo`: the main job on an embedded mail server, told in the terminal.

The demo drives what the daemon drives and fakes nothing. `SCENES` in `scenes` is the story; a scene is a row.
"""
