#!/bin/sh
# Makes the fonts that the pictures are drawn with: those of Debian's packages
# fonts-inter 4.0~beta7 and fonts-dejavu-core 2.37, less the letters that are not
# drawn and what only helps other renderers. Needs apt-get, dpkg-deb and fonttools.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && apt-get download -q fonts-inter fonts-dejavu-core && for deb in *.deb; do dpkg-deb -x "$deb" .; done)
cp "$scratch"/usr/share/fonts/opentype/inter/Inter-Medium.otf "$scratch"/usr/share/fonts/opentype/inter/Inter-Bold.otf \
  "$scratch"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf "$scratch"
(cd "$scratch" && sha256sum --check --quiet) <<'DIGESTS'
99dab2bdcb613c4c8264000a94351d1227f74dc95a86d1249493aeee0c0179c4  Inter-Medium.otf
1e9dfd6a6e33ac63a8fe3b4ed7ae0df9eac2d0b25e444e8e7daef4ac77943fc1  Inter-Bold.otf
abdc775b21b1bc470d50c97e790d276f2054b7504e56e5bd3e64f48d68582322  DejaVuSans.ttf
DIGESTS

# Latin, Greek and Cyrillic, and the signs that stand among them.
for font in Inter-Medium.otf Inter-Bold.otf; do
  pyftsubset "$scratch/$font" --output-file="$font" --no-hinting --name-IDs='*' --layout-features=kern,mark,mkmk,ccmp,locl \
    --unicodes=U+0020-007E,U+00A0-024F,U+0300-036F,U+0370-03FF,U+0400-045F,U+0490-04FF,U+1E00-1EFF,U+2000-206F,U+20A0-20BF,U+2116,U+2122,U+2190-2199,U+2212,U+2248,U+2260,U+2264-2265,U+25A0-25FF,U+FFFD
done

# Those and Armenian, Hebrew, Arabic and Georgian, arrows, mathematics and dingbats.
pyftsubset "$scratch/DejaVuSans.ttf" --output-file=DejaVuSans.ttf --no-hinting --name-IDs='*' --layout-features='*' \
  --unicodes=U+0020-007E,U+00A0-036F,U+0370-058F,U+0590-06FF,U+10A0-10FF,U+1E00-1FFF,U+2000-23FF,U+2460-24FF,U+2500-257F,U+25A0-27BF,U+FB00-FDFF,U+FE70-FEFF,U+FFFD

rm -f ./*.gz
gzip -9n ./*.otf ./*.ttf
