package dev.retort.distill.drift;

/** The last answers of a teacher and a student to the same images, so many at most. Not for several threads. */
public final class SlidingAgreement {
    private final int classes;
    private final int[] teacherAnswers;
    private final int[] studentAnswers;
    private long added;

    /**
     * @param classes each answer is in [0, classes)
     * @param capacity pairs that are kept; the oldest goes when another comes
     */
    public SlidingAgreement(int classes, int capacity) {
        if (classes < 1 || capacity < 1) {
            throw new IllegalArgumentException("a window of %d pairs over %d classes".formatted(capacity, classes));
        }
        this.classes = classes;
        this.teacherAnswers = new int[capacity];
        this.studentAnswers = new int[capacity];
    }

    /** Two answers to one image. */
    public void add(int teacherAnswer, int studentAnswer) {
        if (Math.min(teacherAnswer, studentAnswer) < 0 || Math.max(teacherAnswer, studentAnswer) >= classes) {
            throw new IllegalArgumentException(
                    "answers %d and %d, of %d classes".formatted(teacherAnswer, studentAnswer, classes));
        }
        int place = (int) (added % teacherAnswers.length);
        teacherAnswers[place] = teacherAnswer;
        studentAnswers[place] = studentAnswer;
        added++;
    }

    /** Pairs in the window. */
    public int size() {
        return (int) Math.min(added, teacherAnswers.length);
    }

    /** Of the pairs in the window. */
    public ClassAgreement agreement() {
        ClassAgreement agreement = new ClassAgreement(classes);
        for (int i = 0; i < size(); i++) {
            agreement.add(teacherAnswers[i], studentAnswers[i]);
        }
        return agreement;
    }
}
