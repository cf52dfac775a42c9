package torg.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BrandTest {
    @Test
    void whateverTheColourTextHasAContrastOfFourAndAHalfAndEdgesOfThree() {
        long seed = System.nanoTime();
        SplittableRandom chance = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            String hex = "#%06x".formatted(chance.nextInt(0x1000000));
            BrandColour brand = new BrandColour(hex);
            String about = hex + ", seed " + seed;
            for (Colour ground : new Colour[] {BrandColour.LIGHT_GROUND, Colour.WHITE, brand.wash()}) {
                assertThat(brand.linkOnLight().contrast(ground)).as(about).isGreaterThanOrEqualTo(4.5);
            }
            for (Colour ground : new Colour[] {BrandColour.DARK_GROUND, BrandColour.DARK_SURFACE, brand.darkWash()}) {
                assertThat(brand.linkOnDark().contrast(ground)).as(about).isGreaterThanOrEqualTo(4.5);
            }
            for (Colour fill : new Colour[] {brand.fillOnLight(), brand.fillOnDark()}) {
                assertThat(fill.contrast(BrandColour.on(fill))).as(about).isGreaterThanOrEqualTo(4.5);
            }
            assertThat(brand.fillOnLight().contrast(BrandColour.LIGHT_GROUND))
                    .as(about)
                    .isGreaterThanOrEqualTo(3);
            assertThat(brand.fillOnDark().contrast(BrandColour.DARK_SURFACE))
                    .as(about)
                    .isGreaterThanOrEqualTo(3);
            for (Colour stone : brand.stones()) {
                assertThat(brand.onStone().contrast(stone)).as(about).isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    @Test
    void contrastIsThatOfWcag() {
        assertThat(Colour.WHITE.contrast(Colour.hex("#000000"))).isEqualTo(21);
        assertThat(Colour.WHITE.contrast(Colour.hex("#767676"))).isBetween(4.54, 4.55);
    }

    @Test
    void aColourSurvivesTheWayToOklchAndBack() {
        double[] oklch = Colour.hex("#1f5f8b").oklch();
        assertThat(Colour.oklch(oklch[0], oklch[1], oklch[2]).hex()).isEqualTo("#1f5f8b");
    }

    @Test
    void everyPavingIsSmallTheSameEveryTimeAndWellFormed() throws Exception {
        var xml = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (int i = 0; i < 100; i++) {
            for (Paving.Bond bond : Paving.Bond.values()) {
                String slug = "exempel-" + i;
                Paving paving = Paving.of(slug, bond, new BrandColour("#8a2f5b"));
                for (String svg : new String[] {paving.tile(), paving.edge(), paving.area(600, 200)}) {
                    assertThat(svg).hasSizeBetween(300, 3_000).doesNotContain("style", "script");
                    xml.parse(new java.io.ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
                }
                assertThat(Paving.of(slug, bond, new BrandColour("#8a2f5b")).tile())
                        .isEqualTo(paving.tile());
            }
        }
    }

    @Test
    void editionsWithSlugsAlikeArePavedInEveryWayThereIs() {
        BrandColour colour = new BrandColour("#1f5f8b");
        assertThat(java.util.stream.IntStream.range(2018, 2058)
                        .mapToObj(year ->
                                Paving.of("offentliga-rummet-" + year, colour).bond())
                        .distinct())
                .hasSize(Paving.Bond.values().length);
    }
}
