"""The disclosure log as a static site: what its pages say, and how they are put into a folder."""
