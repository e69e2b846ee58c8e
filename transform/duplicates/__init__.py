"""Comments that stand in other comments too: shingles, signatures, verified pairs, clusters.

Pure functions on arrays; candidates come from an index that the warehouse keeps. A pair counts only after its shingles
were compared, never because signatures agree.
"""

from transform.duplicates.boilerplate import without_boilerplate
from transform.duplicates.clusters import Copy, Edge, Member, cluster_copies
from transform.duplicates.shingles import Shingled, shingle
from transform.duplicates.signatures import BANDS, Signatures, sign
from transform.duplicates.verify import Likeness, compare

__all__ = [
    "BANDS",
    "Copy",
    "Edge",
    "Likeness",
    "Member",
    "Shingled",
    "Signatures",
    "cluster_copies",
    "compare",
    "shingle",
    "sign",
    "without_boilerplate",
]
