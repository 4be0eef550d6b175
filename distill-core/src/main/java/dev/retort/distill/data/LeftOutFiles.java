package dev.retort.distill.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files of an image folder that are not taken, counted by the folder that they were left out of. */
final class LeftOutFiles {
    /** One line must stay readable, however many classes there are. */
    private static final int FOLDERS_TOLD = 10;

    private static final int EXAMPLES = 3;

    private final Path directory;
    private final List<Folder> folders = new ArrayList<>();

    LeftOutFiles(Path directory) {
        this.directory = directory;
    }

    /** @param name below the directory, with slashes */
    private record Folder(String name, long files, List<String> examples) {
        String told() {
            String more = files > examples.size() ? ", …" : "";
            return "%s %d (%s%s)".formatted(name, files, String.join(", ", examples), more);
        }
    }

    /** @param paths in the folder; a folder stands for all files in it */
    void add(Path folder, List<Path> paths) {
        List<Path> files = paths.stream().flatMap(LeftOutFiles::filesOf).toList();
        if (!files.isEmpty()) {
            folders.add(new Folder(
                    slashed(directory.relativize(folder)),
                    files.size(),
                    files.stream()
                            .limit(EXAMPLES)
                            .map(file -> slashed(folder.relativize(file)))
                            .toList()));
        }
    }

    /** Empty if nothing was left out; else the folders that lack most come first. */
    Optional<String> sentence(List<String> endings) {
        if (folders.isEmpty()) {
            return Optional.empty();
        }
        String told = folders.stream()
                .sorted(Comparator.comparingLong(Folder::files).reversed())
                .limit(FOLDERS_TOLD)
                .map(Folder::told)
                .collect(Collectors.joining(", "));
        int others = folders.size() - FOLDERS_TOLD;
        return Optional.of(
                "%s: %d files are left out, for images end in %s and lie in the folder of their class itself: %s%s"
                        .formatted(
                                directory,
                                folders.stream().mapToLong(Folder::files).sum(),
                                String.join(", ", endings),
                                told,
                                others > 0 ? ", and of %d other folders".formatted(others) : ""));
    }

    private static Stream<Path> filesOf(Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return Stream.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).sorted().toList().stream();
        } catch (IOException e) {
            throw new DatasetException("%s cannot be listed (%s)".formatted(path, e), e);
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }
}
