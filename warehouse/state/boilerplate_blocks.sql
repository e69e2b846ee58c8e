-- lines that are boilerplate, and whether their text is stored
select distinct
    block_id,
    block_id in (select block.block_id from meta.boilerplate_block as block) as has_text
from meta.boilerplate_body
order by block_id
