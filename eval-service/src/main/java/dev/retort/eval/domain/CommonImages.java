package dev.retort.eval.domain;

import dev.retort.distill.score.Predictions;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The images that two runs both hold out. Only these may compare their students: an image that one run holds out and the
 * other trains on would be known to one of the two.
 */
public final class CommonImages {
    private final int[] candidate;
    private final int[] champion;
    private final int candidateImages;
    private final int championImages;

    private CommonImages(int[] candidate, int[] champion, int candidateImages, int championImages) {
        this.candidate = candidate;
        this.champion = champion;
        this.candidateImages = candidateImages;
        this.championImages = championImages;
    }

    /** Empty where the dataset cannot be had; none are in common where the two are on different datasets. */
    public static Optional<CommonImages> of(HeldOutImages candidate, HeldOutImages champion, HeldOutIndices splits) {
        if (candidate.equals(champion)) {
            int[] all = IntStream.range(0, candidate.images()).toArray();
            return Optional.of(new CommonImages(all, all, candidate.images(), champion.images()));
        }
        if (!candidate.dataset().equals(champion.dataset())) {
            return Optional.of(new CommonImages(new int[0], new int[0], candidate.images(), champion.images()));
        }
        Optional<int[]> here = splits.of(candidate);
        Optional<int[]> there = splits.of(champion);
        return here.isPresent() && there.isPresent() ? Optional.of(of(here.get(), there.get())) : Optional.empty();
    }

    /** Places, in each of two ascending sequences, of the indices that are in both. */
    private static CommonImages of(int[] candidate, int[] champion) {
        IntStream.Builder here = IntStream.builder();
        IntStream.Builder there = IntStream.builder();
        int j = 0;
        for (int i = 0; i < candidate.length; i++) {
            while (j < champion.length && champion[j] < candidate[i]) {
                j++;
            }
            if (j < champion.length && champion[j] == candidate[i]) {
                here.add(i);
                there.add(j);
            }
        }
        return new CommonImages(here.build().toArray(), there.build().toArray(), candidate.length, champion.length);
    }

    public int size() {
        return candidate.length;
    }

    /** @throws IllegalArgumentException if it is not of as many images as the candidate's run holds out */
    public Predictions ofCandidate(Predictions said) {
        return at(said, candidateImages, candidate);
    }

    /** @throws IllegalArgumentException if it is not of as many images as the champion's run holds out */
    public Predictions ofChampion(Predictions said) {
        return at(said, championImages, champion);
    }

    private static Predictions at(Predictions said, int images, int[] places) {
        if (said.images() != images) {
            throw new IllegalArgumentException("%d images are not the %d held out".formatted(said.images(), images));
        }
        return places.length == images ? said : said.at(places);
    }
}
