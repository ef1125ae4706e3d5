import kafkajs, { type PartitionAssigner } from 'kafkajs';
import { shareOf } from '../share-of.ts';

const { AssignerProtocol } = kafkajs;

/**
 * Partition number p of every topic goes to the same member, so the records of one child (same key, same number)
 * meet in one worker. kafkajs' round robin deals partitions out one by one over all topics.
 * A member of an older release passes over topics it doesn't know: theirs wait until it is replaced.
 */
export const coPartitioning: PartitionAssigner = ({ cluster }) => ({
  name: 'rollcall-co-partitioning',
  version: 1,
  protocol({ topics }) {
    const metadata = { version: this.version, topics, userData: Buffer.alloc(0) };
    return { name: this.name, metadata: AssignerProtocol.MemberMetadata.encode(metadata) };
  },
  async assign({ members, topics }) {
    const ids = members.map(({ memberId }) => memberId);
    return ids.map((memberId) => {
      const assignment: Record<string, number[]> = {};
      for (const topic of topics) {
        const share = shareOf(memberId, ids, cluster.findTopicPartitionMetadata(topic).length);
        if (share.length > 0) assignment[topic] = share;
      }
      const userData = Buffer.alloc(0);
      return {
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: this.version,
          assignment,
          userData,
        }),
      };
    });
  },
});
