package dev.retort.distill.network;

import dev.retort.distill.network.ResNets.Block;
import dev.retort.distill.network.ResNets.Stem;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The catalogue: every network that an experiment can name. */
public final class Networks {
    private static final Map<String, Recipe> RECIPES = recipes();

    private Networks() {}

    public static Set<String> names() {
        return Collections.unmodifiableSet(RECIPES.keySet());
    }

    /** @throws IllegalArgumentException for a name that is not in the catalogue, or an image too small for the network */
    public static Network create(String name, ImageShape input, int classes) {
        Recipe recipe = RECIPES.get(name);
        if (recipe == null) {
            throw new IllegalArgumentException(
                    "no network named " + name + "; there are " + String.join(", ", RECIPES.keySet()));
        }
        return recipe.create(name, input, classes);
    }

    private static Map<String, Recipe> recipes() {
        Map<String, Recipe> recipes = new TreeMap<>();
        for (int depth : new int[] {8, 20, 32, 56, 110}) {
            recipes.put("resnet" + depth, ResNets.cifar(depth)::create);
        }
        for (Stem stem : Stem.values()) {
            String suffix = stem == Stem.CIFAR ? "" : "-imagenet";
            recipes.put("resnet18" + suffix, ResNets.wide(Block.BASIC, stem, 2, 2, 2, 2)::create);
            recipes.put("resnet34" + suffix, ResNets.wide(Block.BASIC, stem, 3, 4, 6, 3)::create);
            recipes.put("resnet50" + suffix, ResNets.wide(Block.BOTTLENECK, stem, 3, 4, 6, 3)::create);
        }
        recipes.put("cnn5", SmallNets::cnn5);
        recipes.put("airbench", SmallNets::airbench);
        return recipes;
    }

    private interface Recipe {
        Network create(String name, ImageShape input, int classes);
    }
}
