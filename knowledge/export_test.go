package knowledge

// LoadFS lets tests load a set that is no folder on a disk.
var LoadFS = load
